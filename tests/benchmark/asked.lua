-- What wrk asks for: the paths of a file in turn, each as `tests.benchmark.load` asks for it.
-- Arguments: the file with the paths, a line for each, and whether kept answers are good enough.

local requests = {}
local at = 0

function init(args)
  local headers = {}
  if args[2] ~= "kept" then
    headers["If-Range"] = "none"
  end
  for path in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("GET", path, headers)
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency, rest)
  local failed = summary.errors.status + summary.errors.read + summary.errors.timeout
  local rate = summary.requests / summary.duration * 1e6
  io.stderr:write(string.format('{"rate": %f, "failed": %d}', rate, failed))
end
