using CivicPlatform.ServiceDefaults.Audit;
using CivicPlatform.ServiceDefaults.Faults;
using CivicPlatform.ServiceDefaults.Security;
using Npgsql;

namespace CivicPlatform.Consultation.Ballots;

/// <summary>A single paper on its way to a shared commit, concealed already.</summary>
/// <param name="Choice">Encrypted.</param>
/// <param name="AnswerKey">Keyed hash of unit and answer: the same answer of a unit counts once.</param>
/// <param name="PaperKey">Keyed hash of all that the paper says.</param>
/// <param name="AgentKey">Keyed hash of who cast it for the owner, if anyone did.</param>
public sealed record NewBallot(
    IdempotencyIdentity Identity, AuditContext Caller, string StreetCode, Guid MotionId, Guid Id, BallotPaper Paper,
    byte[] Choice, byte[] AnswerKey, byte[] PaperKey, byte[]? AgentKey, DateTimeOffset ReceivedAt,
    CastBallot.Request Told, StoredAnswer Answer) : SharedWrite(Identity, Caller, StreetCode)
{
    /// <summary>The second of two equal answers must see the first one.</summary>
    public override object NaturalKey => Convert.ToHexString(AnswerKey);
}

/// <summary>Papers that arrive together share two round trips and one commit.</summary>
/// <remarks>
/// <c>cast_shared_ballot</c> looks at motion, roll and clock itself and refuses by an exception, which undoes the
/// commit; the halves are then tried apart until the refused paper stands alone.
/// </remarks>
public sealed class BallotQueue(
    NpgsqlDataSource app, FieldCipher cipher, OutboxSignal outbox, ILogger<BallotQueue> logger)
    : SharedCommitQueue<NewBallot>(app, cipher, outbox, logger)
{
    private const string CastSql =
        "select cast_shared_ballot(client, origin, request, purpose, id, motion, building, entrance, room, choice, " +
        "answer_key, paper_key, channel, cast_at, recorded_by, received_at, agenda, signer, principal, agent_key, " +
        "mandate, scan) from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::uuid[], " +
        "$7::text[], $8::text[], $9::text[], $10::bytea[], $11::bytea[], $12::bytea[], $13::text[], " +
        "$14::timestamptz[], $15::text[], $16::timestamptz[], $17::text[], $18::text[], $19::text[], $20::bytea[], " +
        "$21::text[], $22::text[]) as b(" +
        "client, origin, request, purpose, id, motion, building, entrance, room, choice, answer_key, paper_key, " +
        "channel, cast_at, recorded_by, received_at, agenda, signer, principal, agent_key, mandate, scan)";

    private readonly NpgsqlDataSource _app = app;
    private readonly FieldCipher _cipher = cipher;

    protected override bool WritesEvents => false;

    protected override Error? RefusalOf(PostgresException e) => BallotErrors.Of(e);

    protected override async Task<IReadOnlyList<Result<StoredAnswer>>> CommitAsync(IReadOnlyList<NewBallot> writes)
    {
        await using var connection = await _app.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var held = await HeldAsync(connection, writes);
        var free = writes.Where(w => !held.Contains(w.MotionId)).ToArray();
        if (free.Length > 0) await CastAsync(connection, free);
        CrashPoint.Reached(CrashPoint.BeforeCommit);
        await transaction.CommitAsync();
        CrashPoint.Reached(CrashPoint.AfterCommit);
        return [.. writes.Select(w => held.Contains(w.MotionId) ? SharedWrite.Busy : (Result<StoredAnswer>)w.Answer)];
    }

    /// <summary>Motions that a close or a file holds; the others are locked for this commit now.</summary>
    private static async Task<HashSet<Guid>> HeldAsync(NpgsqlConnection connection, IReadOnlyList<NewBallot> writes)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                RequestTransaction.ScopeCommand(writes.Select(w => w.StreetCode)),
                new("select m from unnest($1::uuid[]) as m where not may_cast_now(m)")
                {
                    Parameters = { new() { Value = writes.Select(w => w.MotionId).Distinct().ToArray() } },
                },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        var held = new HashSet<Guid>();
        while (await reader.ReadAsync()) held.Add(reader.GetGuid(0));
        return held;
    }

    private async Task CastAsync(NpgsqlConnection connection, IReadOnlyList<NewBallot> ballots)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                SharedIdempotency.StoreAll([.. ballots.Select(b => (b.Identity, b.Answer))], _cipher), Cast(ballots),
            },
        };
        await batch.ExecuteNonQueryAsync();
    }

    private static NpgsqlBatchCommand Cast(IReadOnlyList<NewBallot> rows)
    {
        return new NpgsqlBatchCommand(CastSql)
        {
            Parameters =
            {
                Column(r => r.Caller.Client), Column(r => r.Caller.Origin), Column(r => r.Caller.RequestId),
                Column(r => r.Caller.Purpose), Column(r => r.Id), Column(r => r.MotionId),
                Column(r => r.Paper.Place.Building), Column(r => r.Paper.Place.Entrance),
                Column(r => r.Paper.Place.Room), Column(r => r.Choice), Column(r => r.AnswerKey),
                Column(r => r.PaperKey), Column(r => Codes.Of(r.Paper.Channel)), Column(r => r.Paper.CastAt),
                Column(r => r.Caller.Actor), Column(r => r.ReceivedAt), Column(r => r.Told.AgendaHash),
                Column(r => r.Told.SignedBy), Column(r => r.Told.Proxy?.PrincipalRef), Column(r => r.AgentKey),
                Column(r => r.Told.Proxy?.MandateHash), Column(r => r.Told.EvidenceHash),
            },
        };

        NpgsqlParameter<T[]> Column<T>(Func<NewBallot, T> value) => new() { TypedValue = [.. rows.Select(value)] };
    }
}
