"""What every office has."""
