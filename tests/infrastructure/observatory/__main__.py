"""`python -m tests.infrastructure.observatory`."""

from tests.infrastructure.observatory import main

raise SystemExit(main())
