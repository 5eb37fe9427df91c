"""What two people must look at in this very change."""
