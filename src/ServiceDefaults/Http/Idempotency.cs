using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NpgsqlTypes;

namespace CivicPlatform.ServiceDefaults.Http;

/// <summary>What makes two POSTs the same: caller, route with its values, key and body.</summary>
public sealed record IdempotencyIdentity(string Caller, string Route, string Key, byte[] BodyHash)
{
    private const int MaxKeyLength = 128;

    public static readonly Error KeyMissing =
        Error.Invalid("request.idempotency_key_missing", "缺少 Idempotency-Key 请求头");

    public static readonly Error KeyMalformed =
        Error.Invalid("request.idempotency_key_malformed", "Idempotency-Key 应为 1 至 128 个可见 ASCII 字符");

    /// <summary>Reads the header (a structured-field string; bare tokens are taken too) and hashes the body.</summary>
    public static async Task<Result<IdempotencyIdentity>> ReadAsync(
        HttpContext http, CurrentUser user, CancellationToken ct)
    {
        var header = http.Request.Headers["Idempotency-Key"];
        if (header.Count == 0) return KeyMissing;
        var key = header.Count == 1 ? header[0]!.Trim() : "";
        if (key.Length >= 2 && key[0] == '"' && key[^1] == '"') key = key[1..^1];
        if (key.Length is 0 or > MaxKeyLength || key.AsSpan().ContainsAnyExceptInRange('!', '~')) return KeyMalformed;

        RequestBuffer.Enable(http.Request);
        http.Request.Body.Position = 0;
        // Keyed: a ballot's body has so few possible contents that a plain hash of it would tell the choice.
        var cipher = http.RequestServices.GetRequiredService<FieldCipher>();
        var hash = cipher.Hash(Convert.ToHexString(await SHA256.HashDataAsync(http.Request.Body, ct)));
        RequestBuffer.Rewind(http.Request);
        var route = $"{http.Request.Path}{http.Request.QueryString}";
        return new IdempotencyIdentity(user.IdempotencyCaller, route[..Math.Min(route.Length, 512)], key, hash);
    }
}

/// <summary>An answer as it was first given: status, the headers that belong to it, and the bytes.</summary>
public sealed record StoredAnswer(int Status, string? ContentType, string? Location, string? ETag, byte[] Body)
{
    private const int MaxReplay = 64 * 1024;

    /// <summary>True when this was said before: the caller is told with <c>Idempotency-Replayed</c>.</summary>
    public bool IsReplay { get; init; }

    /// <summary>True when this answer may be given again (larger ones are refused on replay).</summary>
    public bool FitsReplay => Body.Length <= MaxReplay;

    /// <summary>True when a retry must hear this again: what was done, and what a rule refused for good.</summary>
    /// <remarks>
    /// A refusal that passes by itself (<see cref="Error.NotYet"/>) is not kept; its key may come again.
    /// </remarks>
    public bool IsFinal => Status is >= 200 and < 300 || (Status is 409 or 422 && !SaysRetry());

    private bool SaysRetry()
    {
        if (ContentType?.StartsWith("application/problem+json", StringComparison.Ordinal) is not true) return false;
        using var problem = JsonDocument.Parse(Body);
        return problem.RootElement.TryGetProperty(Problems.Retryable, out _);
    }

    /// <summary>An answer known before the write, for endpoints that commit in one round trip.</summary>
    public static StoredAnswer Of<T>(
        int status, T body, JsonSerializerOptions json, string? location = null, long? version = null) =>
        new(status, "application/json; charset=utf-8", location, version is { } v ? $"\"v{v}\"" : null,
            JsonSerializer.SerializeToUtf8Bytes(body, json));

    /// <summary>Gives the answer as it was first given.</summary>
    public async Task WriteAsync(HttpResponse response)
    {
        response.StatusCode = Status;
        if (IsReplay) response.Headers["Idempotency-Replayed"] = "true";
        if (ContentType is not null) response.ContentType = ContentType;
        if (Location is not null) response.Headers.Location = Location;
        if (ETag is not null) response.Headers.ETag = ETag;
        if (Body.Length == 0) return; // A bare error status is left to the status pages, which describe it.
        response.ContentLength = Body.Length;
        await response.Body.WriteAsync(Body);
    }
}

/// <summary>
/// The table <c>platform.idempotency</c>. Bodies are encrypted: answers may name ids of people's records.
/// </summary>
internal static class IdempotencyTable
{
    public const string PrimaryKey = "idempotency_pkey";

    public static readonly Error OtherBody =
        Error.Refused("request.idempotency_key_reused", "同一 Idempotency-Key 已用于内容不同的请求");

    public static readonly Error InProgress =
        Error.NotYet("request.idempotency_in_progress", "相同的请求正在处理，请稍后重试");

    /// <summary>Written under a key that is not here any more, or damaged: the effect stands all the same.</summary>
    public static readonly Error Unreadable =
        Error.Conflict("request.already_done", "该请求已成功处理，原答复无法读取，请查询结果");

    public static readonly Error TooLargeToReplay =
        Error.Conflict("request.already_done", "该请求已成功处理，原答复过大，请查询结果");

    /// <summary>Claims the key; no row comes back when a twin has it.</summary>
    public static NpgsqlBatchCommand Claim(IdempotencyIdentity identity) => Command(
        "insert into platform.idempotency (caller, route, key, body_hash) values ($1, $2, $3, $4) " +
        "on conflict do nothing returning 1", identity, new NpgsqlParameter { Value = identity.BodyHash });

    public static NpgsqlBatchCommand Store(IdempotencyIdentity identity, StoredAnswer answer, FieldCipher cipher)
    {
        var headers = new AnswerHeaders(answer.ContentType, answer.Location, answer.ETag);
        return Command(
            "update platform.idempotency set status = $4, headers = $5, body = $6 " +
            "where caller = $1 and route = $2 and key = $3", identity,
            new() { Value = (short)answer.Status },
            new() { Value = JsonSerializer.Serialize(headers) },
            new()
            {
                Value = answer.FitsReplay ? cipher.Encrypt(answer.Body, Associated(identity)) : DBNull.Value,
                NpgsqlDbType = NpgsqlDbType.Bytea,
            });
    }

    /// <summary>What the first of the twins was answered, or why this one gets nothing.</summary>
    public static async Task<Result<StoredAnswer>> ReadAsync(
        NpgsqlConnection connection, IdempotencyIdentity identity, FieldCipher cipher, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "select body_hash, status, headers, body from platform.idempotency " +
            "where caller = $1 and route = $2 and key = $3", connection);
        command.Parameters.AddRange(Keys(identity));
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct)) return InProgress; // The twin rolled back between our two looks.
        return Read(reader, 0, identity, cipher);
    }

    /// <summary>The answer in the columns body_hash, status, headers and body from that place on.</summary>
    internal static Result<StoredAnswer> Read(
        NpgsqlDataReader reader, int at, IdempotencyIdentity identity, FieldCipher cipher)
    {
        if (!reader.GetFieldValue<byte[]>(at).AsSpan().SequenceEqual(identity.BodyHash)) return OtherBody;
        if (reader.IsDBNull(at + 1)) return InProgress;
        if (reader.IsDBNull(at + 3)) return TooLargeToReplay;
        try
        {
            var headers = JsonSerializer.Deserialize<AnswerHeaders>(reader.GetString(at + 2))!;
            var body = cipher.Decrypt(reader.GetFieldValue<byte[]>(at + 3), Associated(identity));
            return new StoredAnswer(
                reader.GetInt16(at + 1), headers.ContentType, headers.Location, headers.ETag, body)
            {
                IsReplay = true,
            };
        }
        catch (Exception e) when (e is CryptographicException or KeyNotFoundException or JsonException)
        {
            return Unreadable; // One row's trouble: those that share its commit have nothing to do with it.
        }
    }

    private static NpgsqlParameter[] Keys(IdempotencyIdentity identity) =>
        [new() { Value = identity.Caller }, new() { Value = identity.Route }, new() { Value = identity.Key }];

    private static NpgsqlBatchCommand Command(
        string sql, IdempotencyIdentity identity, params NpgsqlParameter[] further)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(Keys(identity));
        command.Parameters.AddRange(further);
        return command;
    }

    internal static byte[] Associated(IdempotencyIdentity identity) =>
        Encoding.UTF8.GetBytes($"{identity.Caller}\n{identity.Route}\n{identity.Key}");

    internal sealed record AnswerHeaders(string? ContentType, string? Location, string? ETag);
}
