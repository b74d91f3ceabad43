-- What wrk sends: `METHOD PATH PREFIX FIRST LAST BODY`. Each request takes the next number N from FIRST to LAST, carries
-- the bearer token PREFIX..N and, when it opens a session, an Idempotency-Key of its own. After LAST it stops ("once") or
-- begins again ("round"). A PATH or PREFIX of "@FILE" takes line N of the file as path or token. Prints what came of it as JSON.
local thread_of_all

function setup(thread) thread_of_all = thread end

function init(args)
   method, path, prefix = args[1], args[2], args[3]
   first, last, body, order = tonumber(args[4]), tonumber(args[5]), args[6], args[7]
   salt = args[8]
   number = first
   good, refused, other, status_seen = 0, 0, 0, 0
   paths, tokens = lines(path), lines(prefix)
end

function lines(name)
   if name:sub(1, 1) ~= "@" then return nil end
   local found, n = {}, first
   for line in io.lines(name:sub(2)) do found[n] = line; n = n + 1 end
   return found
end

function request()
   local n = number
   number = number + 1
   if number > last then
      if order == "round" then number = first end
      if order == "once" and number > last + 1 then wrk.thread:stop(); n = last end
   end
   local headers = { ["Authorization"] = "Bearer " .. (tokens and tokens[n] or prefix .. n) }
   if body ~= "" then headers["Content-Type"] = "application/json" end
   if salt ~= "" then headers["Idempotency-Key"] = salt .. n end
   return wrk.format(method, paths and paths[n] or path, headers, body ~= "" and body or nil)
end

function response(status)
   if status >= 200 and status < 300 then good = good + 1
   elseif status == 409 then refused = refused + 1
   else other = other + 1; status_seen = status end
end

function done(summary, latency, requests)
   local t = thread_of_all
   io.write(string.format(
      '\n{"seconds": %f, "good": %d, "refused": %d, "other": %d, "status": %d, "broken": %d, "p50_ms": %f, "p99_ms": %f, "max_ms": %f}\n',
      summary.duration / 1e6, t:get("good"), t:get("refused"), t:get("other"), t:get("status_seen"),
      summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
      latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3))
end
