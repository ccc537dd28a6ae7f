"""Channels beside mediation: court windows, online filing, the mobile court, the lawyers' site, the hotline."""
