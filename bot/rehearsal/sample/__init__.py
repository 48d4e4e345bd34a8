"""The sample network of the rehearsal: fictional wards, people and tips, made through the desk's own acts."""
