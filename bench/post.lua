-- wrk script: posts BODY with a number of its own in each request, the length staying the same.
-- FROM is the first number; done() prints one line for bench.py.
local PLACEHOLDER = "000000000"
local number = tonumber(os.getenv("FROM"))
local before, after

function init()
  local file = assert(io.open(os.getenv("BODY"), "rb"))
  wrk.method = "POST"
  wrk.body = file:read("*a")
  file:close()
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["Authorization"] = "Bearer " .. os.getenv("KEY")
  local whole = wrk.format()
  local first, last = whole:find(PLACEHOLDER, 1, true)
  before, after = whole:sub(1, first - 1), whole:sub(last + 1)
end

function request()
  number = number + 1
  return before .. string.format("%09d", number) .. after
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("RESULT %.1f %d %.0f %.0f %d %d\n",
    summary.requests / (summary.duration / 1e6), summary.requests, latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.timeout, errors.status))
end
