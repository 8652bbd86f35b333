"""Drivers behind ports. They know ports and the kernel, nothing else."""
