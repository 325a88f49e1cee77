"""Short lists inside other people's posts: frames, dated copies, oEmbed. No script, no cookie."""
