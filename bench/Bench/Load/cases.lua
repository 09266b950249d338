-- POST /api/v1/cases: the same case again and again, each under a key of its own.
local run, count = os.getenv("BENCH_RUN"), 0
local body = '{"divisionCode":"' .. os.getenv("BENCH_DIVISION") .. '","channel":"HOTLINE_12345","type":"HELP",' ..
  '"matter":"LIFT_FAILURE","description":"3号楼电梯停运三天，老人上下楼困难","building":"3",' ..
  '"reporter":{"name":"王小明","phone":"13800001234"}}'

wrk.method = "POST"
wrk.headers["Authorization"] = "Bearer " .. os.getenv("BENCH_TOKEN")
wrk.headers["Content-Type"] = "application/json"

request = function()
  count = count + 1
  wrk.headers["Idempotency-Key"] = run .. "-" .. count
  return wrk.format(nil, "/api/v1/cases", nil, body)
end
