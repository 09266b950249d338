-- POST /api/v1/motions/{id}/ballots: every unit of 1,080 gives each of four answers once in each motion.
local run, count, motions = os.getenv("BENCH_RUN"), 0, {}
local choices = { "FOR", "AGAINST", "ABSTAIN", "INVALID" }
for motion in string.gmatch(os.getenv("BENCH_MOTIONS"), "[^,]+") do motions[#motions + 1] = motion end

wrk.method = "POST"
wrk.headers["Authorization"] = "Bearer " .. os.getenv("BENCH_TOKEN")
wrk.headers["Content-Type"] = "application/json"

request = function()
  local unit, rest = count % 1080, math.floor(count / 1080)
  local choice, motion = choices[rest % 4 + 1], motions[math.floor(rest / 4) % #motions + 1]
  local building, place = math.floor(unit / 180) + 1, unit % 180
  local room = (math.floor(place / 6) + 1) * 100 + place % 6 + 1
  count = count + 1
  wrk.headers["Idempotency-Key"] = run .. "-" .. count
  return wrk.format(nil, "/api/v1/motions/" .. motion .. "/ballots", nil, string.format(
    '{"building":"%d","entrance":"1","room":"%d","choice":"%s","channel":"PAPER","castAt":"2026-01-20T09:02:00+08:00"}',
    building, room, choice))
end
