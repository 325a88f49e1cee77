"""`python -m tests.infrastructure.scanners`."""

from tests.infrastructure.scanners import main

raise SystemExit(main())
