"""What several detectors read alike: tests, manifests, package names, what an interface loses."""
