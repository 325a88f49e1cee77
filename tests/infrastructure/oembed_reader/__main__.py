"""`python -m tests.infrastructure.oembed_reader`."""

from tests.infrastructure.oembed_reader import main

raise SystemExit(main())
