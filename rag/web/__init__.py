"""What the pages share: the server, session state, components and interface texts."""
