-- POST /api/v1/accounts/{id}/bank-lines: one fen for one household after the other, each line with its own serial.
local run, account, count = os.getenv("BENCH_RUN"), os.getenv("BENCH_ACCOUNT"), 0

wrk.method = "POST"
wrk.headers["Authorization"] = "Bearer " .. os.getenv("BENCH_TOKEN")
wrk.headers["Content-Type"] = "application/json"

request = function()
  count = count + 1
  local unit = count % 1080
  local building, rest = math.floor(unit / 180) + 1, unit % 180
  local room = (math.floor(rest / 6) + 1) * 100 + rest % 6 + 1
  wrk.headers["Idempotency-Key"] = run .. "-" .. count
  return wrk.format(nil, "/api/v1/accounts/" .. account .. "/bank-lines", nil, string.format(
    '{"bankSerial":"%s-%d","bookedAt":"2026-06-20 09:13:00","amount":"0.01","counterparty":"业主","memo":"%d-1-%d 电梯大修"}',
    run, count, building, room))
end
