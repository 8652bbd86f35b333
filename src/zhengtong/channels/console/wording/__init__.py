"""The sentences people outside meet: found in sources and in folders of services, checked for how they speak."""
