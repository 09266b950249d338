using System.Text.Json;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Security;
using Npgsql;

namespace CivicPlatform.ServiceDefaults.Http;

/// <summary>Idempotency rows of many requests in one statement, for writers that share a commit.</summary>
/// <remarks>
/// A twin that commits in between makes <see cref="StoreAll"/> fail on the primary key; retry one by one.
/// </remarks>
public static class SharedIdempotency
{
    private const string FindSql =
        "select i.caller, i.route, i.key, i.body_hash, i.status, i.headers, i.body " +
        "from unnest($1::text[], $2::text[], $3::text[]) as k(caller, route, key) " +
        "join platform.idempotency i using (caller, route, key)";

    private const string StoreSql =
        "insert into platform.idempotency (caller, route, key, body_hash, status, headers, body) " +
        "select * from unnest(" +
        "$1::text[], $2::text[], $3::text[], $4::bytea[], $5::smallint[], $6::text[], $7::bytea[])";

    /// <summary>Which of the requests were answered before; read with <see cref="ReadAllAsync"/>.</summary>
    public static NpgsqlBatchCommand FindAll(IReadOnlyList<IdempotencyIdentity> identities) => new(FindSql)
    {
        Parameters =
        {
            new() { Value = identities.Select(i => i.Caller).ToArray() },
            new() { Value = identities.Select(i => i.Route).ToArray() },
            new() { Value = identities.Select(i => i.Key).ToArray() },
        },
    };

    /// <summary>The first answers, or why there is none for a twin; by the identity that was asked for.</summary>
    public static async Task<Dictionary<IdempotencyIdentity, Result<StoredAnswer>>> ReadAllAsync(
        NpgsqlDataReader reader, IReadOnlyList<IdempotencyIdentity> identities, FieldCipher cipher,
        CancellationToken ct)
    {
        var asked = identities.ToDictionary(i => (i.Caller, i.Route, i.Key));
        var found = new Dictionary<IdempotencyIdentity, Result<StoredAnswer>>();
        while (await reader.ReadAsync(ct))
        {
            var identity = asked[(reader.GetString(0), reader.GetString(1), reader.GetString(2))];
            found.Add(identity, IdempotencyTable.Read(reader, 3, identity, cipher));
        }
        return found;
    }

    /// <summary>Stores the answers in the transaction of their effects.</summary>
    public static NpgsqlBatchCommand StoreAll(
        IReadOnlyList<(IdempotencyIdentity Identity, StoredAnswer Answer)> answers, FieldCipher cipher) => new(StoreSql)
        {
            Parameters =
            {
                new() { Value = answers.Select(a => a.Identity.Caller).ToArray() },
                new() { Value = answers.Select(a => a.Identity.Route).ToArray() },
                new() { Value = answers.Select(a => a.Identity.Key).ToArray() },
                new() { Value = answers.Select(a => a.Identity.BodyHash).ToArray() },
                new() { Value = answers.Select(a => (short)a.Answer.Status).ToArray() },
                new() { Value = answers.Select(a => Headers(a.Answer)).ToArray() },
                new() { Value = answers.Select(a => Body(a.Identity, a.Answer, cipher)).ToArray() },
            },
        };

    private static string Headers(StoredAnswer answer) => JsonSerializer.Serialize(
        new IdempotencyTable.AnswerHeaders(answer.ContentType, answer.Location, answer.ETag));

    private static byte[]? Body(IdempotencyIdentity identity, StoredAnswer answer, FieldCipher cipher) =>
        answer.FitsReplay ? cipher.Encrypt(answer.Body, IdempotencyTable.Associated(identity)) : null;
}
