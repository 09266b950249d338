select platform.seal_rows('ballots', 'id');
