-- GET /api/v1/cases?after=...&limit=50 at places drawn at random.
local places = {}
for place in string.gmatch(os.getenv("BENCH_AFTER"), "[^,]+") do places[#places + 1] = place end
wrk.headers["Authorization"] = "Bearer " .. os.getenv("BENCH_TOKEN")

request = function()
  return wrk.format("GET", "/api/v1/cases?limit=50&after=" .. places[math.random(#places)])
end
