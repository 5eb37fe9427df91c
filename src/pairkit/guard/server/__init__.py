"""What a forge itself can enforce: owners of files, protected branches. One file a forge."""
