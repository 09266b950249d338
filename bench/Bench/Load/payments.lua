-- POST /api/v1/accounts/{id}/bank-lines: one fen for one household after the other, each line with its own serial.
local run, units, count, accounts = os.getenv("BENCH_RUN"), tonumber(os.getenv("BENCH_UNITS")), 0, {}
for account in string.gmatch(os.getenv("BENCH_ACCOUNTS"), "[^,]+") do accounts[#accounts + 1] = account end

wrk.method = "POST"
wrk.headers["Authorization"] = "Bearer " .. os.getenv("BENCH_TOKEN")
wrk.headers["Content-Type"] = "application/json"

request = function()
  count = count + 1
  local account = accounts[count % #accounts + 1]
  local unit = count % units
  local building, rest = math.floor(unit / 180) + 1, unit % 180
  local room = (math.floor(rest / 6) + 1) * 100 + rest % 6 + 1
  wrk.headers["Idempotency-Key"] = run .. "-" .. count
  return wrk.format(nil, "/api/v1/accounts/" .. account .. "/bank-lines", nil, string.format(
    '{"bankSerial":"%s-%d","bookedAt":"2026-06-20 09:13:00","amount":"0.01","counterparty":"业主","memo":"%d-1-%d 电梯大修"}',
    run, count, building, room))
end
