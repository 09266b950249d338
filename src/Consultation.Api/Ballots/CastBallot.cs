using CivicPlatform.Consultation.Archives;
using CivicPlatform.Consultation.Motions;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace CivicPlatform.Consultation.Ballots;

/// <summary>POST /motions/{id}/ballots: takes one paper, in one round trip to the database.</summary>
public static class CastBallot
{
    private const int MaxCode = 32, MaxRef = 64, MaxAgent = 100;

    /// <param name="Building">Building code (幢).</param>
    /// <param name="Room">Room code (室).</param>
    /// <param name="Choice">FOR, AGAINST, ABSTAIN or INVALID.</param>
    /// <param name="Channel">PAPER, MEETING, DOOR_TO_DOOR or ASSISTED (VOTE-21).</param>
    /// <param name="CastAt">The date on the paper, with offset; not in the future.</param>
    /// <param name="Entrance">Entrance code (单元); empty when the building has one only.</param>
    /// <param name="AgendaHash">As printed on the paper; must be the motion's (VOTE-27).</param>
    /// <param name="SignedBy">Owner ref of who signed the paper himself: a holder on the roll (VOTE-17).</param>
    /// <param name="Proxy">When an agent cast it: the mandate (VOTE-22).</param>
    /// <param name="EvidenceHash">SHA-256 of the paper's scan, which was filed before (evidence-files).</param>
    public sealed record Request(
        string Building, string Room, Choice Choice, Channel Channel, DateTimeOffset CastAt, string Entrance = "",
        string? AgendaHash = null, string? SignedBy = null, Proxy? Proxy = null, string? EvidenceHash = null);

    /// <summary>A signed receipt. Does not repeat the choice: answers are kept for replay.</summary>
    /// <param name="Tracker">Commits to the paper; stands in the public list after the close.</param>
    /// <param name="Signature">Of motion, tracker and instant by the vote key, base64.</param>
    public sealed record Response(
        Guid Id, Guid MotionId, DateTimeOffset ReceivedAt, string Tracker, string Signature);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/motions/{id:guid}/ballots", PostAsync)
        .Requires(Permissions.BallotCast).OwnsItsTransaction()
        .WithTags("Ballots").WithSummary("Record one ballot (登记选票)")
        .WithDescription(
            "Counts for the unit's owner. The same answer of the same unit again is 409 ballots.answer_twice; a " +
            "different one is taken and makes a conflict (VOTE-13), which excludes the owner until it is settled. " +
            "The city's own votes come by file (ballots.external_by_file), clicks from their owner " +
            "(ballots.click_is_owners, VOTE-21). " +
            "409 ballots.motion_closed or ballots.voting_over for a late paper, ballots.voting_not_open for an early " +
            "one; 422 ballots.unit_not_on_roll, ballots.cast_in_future, ballots.cast_before_opening, and " +
            "ballots.agenda_differs for a paper that shows other items than the notice (VOTE-27). An agent " +
            "brings a written mandate and casts what it says (ballots.proxy_differs, " +
            "VOTE-22), for at most so many owners as the rules allow (ballots.too_many_proxies); who bought after " +
            "the freeze votes with the seller's mandate only (ballots.signer_not_on_roll, " +
            "ballots.principal_not_on_roll, " +
            "VOTE-17). A paper names its scan by hash, which must have been filed (evidence.unknown); what names " +
            "none stands in evidence-gaps. The choice is encrypted and shown by no answer.")
        .Produces<Response>(201)
        .WithRequestExample(
            """
            {"building":"1","entrance":"1","room":"101","choice":"FOR","channel":"PAPER",
             "castAt":"2023-05-20T09:02:00+08:00",
             "agendaHash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}
            """);

    private static async Task<IResult> PostAsync(Guid id, Request request, Handler handler, CancellationToken ct)
    {
        var shape = new ShapeCheck()
            .Text(request.Building, MaxCode).Text(request.Room, MaxCode).OptionalText(request.Entrance, MaxCode)
            .That(Sha256Text.IsHashOrNull(request.AgendaHash), "agendaHash", "hash.malformed", Sha256Text.Form)
            .That(Sha256Text.IsHashOrNull(request.EvidenceHash), "evidenceHash", "hash.malformed", Sha256Text.Form)
            .OptionalText(request.SignedBy, MaxRef);
        if (request.Proxy is { } proxy)
        {
            shape.Text(proxy.Agent, MaxAgent, "proxy.agent").Text(proxy.PrincipalRef, MaxRef, "proxy.principalRef")
                .That(Sha256Text.IsHash(proxy.MandateHash), "proxy.mandateHash", "hash.malformed", Sha256Text.Form);
        }
        if (shape.Error is { } malformed) return malformed.ToProblem();
        if (request.Channel is Channel.ExternalSystem) return BallotErrors.ExternalByFile.ToProblem();
        if (request.Channel is Channel.Internet) return BallotErrors.ClickIsOwners.ToProblem();
        if (request.Proxy?.Carries(request.Choice).Error is { } refusal) return refusal.ToProblem();
        return await handler.HandleAsync(id, request, ct);
    }

    public sealed class Handler(
        IdempotentBatch batch, ChoiceSeal seal, BallotReceipts receipts, CurrentUser user, TimeProvider clock,
        IOptions<JsonOptions> json)
    {
        // cast_ballot looks at motion, roll and clock itself, refuses by an exception and so undoes the whole batch.
        private const string CastSql =
            "select cast_ballot($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";

        public async Task<IResult> HandleAsync(Guid motionId, Request request, CancellationToken ct)
        {
            var id = Guid.CreateVersion7();
            var now = clock.GetUtcNow().InMicroseconds();
            var place = new BallotPlace(request.Building, request.Entrance, request.Room);
            var paper = new BallotPaper(place, request.Choice, request.Channel,
                request.CastAt.ToUniversalTime().InMicroseconds());
            batch.AuditedInSql().Add(
                CastSql, new() { Value = id }, new() { Value = motionId }, new() { Value = place.Building },
                new() { Value = place.Entrance }, new() { Value = place.Room },
                new() { Value = seal.Close(paper.Choice, id) }, new() { Value = seal.AnswerKey(motionId, paper) },
                new() { Value = seal.PaperKey(motionId, paper) }, new() { Value = Codes.Of(paper.Channel) },
                new() { Value = paper.CastAt }, new() { Value = user.Subject }, new() { Value = now },
                Optional(request.AgendaHash), Optional(request.SignedBy), Optional(request.Proxy?.PrincipalRef),
                Optional(request.Proxy is { } by ? seal.AgentKey(motionId, by.Agent) : null, NpgsqlDbType.Bytea),
                Optional(request.Proxy?.MandateHash));
            if (request.EvidenceHash is { } scan)
            {
                batch.Add("select link_evidence($1, $2, $3, $4, $5)", new() { Value = id }, new() { Value = motionId },
                    new() { Value = scan }, new() { Value = user.Subject }, new() { Value = now });
            }
            var receipt = receipts.Of(motionId, id, paper, now);
            var response = new Response(id, motionId, now, receipt.Tracker, receipt.Signature);
            try
            {
                return await batch.CommitAsync(
                    StoredAnswer.Of(StatusCodes.Status201Created, response, json.Value.SerializerOptions), ct);
            }
            catch (PostgresException e) when (BallotErrors.Of(e) is { } refusal)
            {
                return refusal.ToProblem();
            }
        }

        private static NpgsqlParameter Optional(object? value, NpgsqlDbType type = NpgsqlDbType.Text) =>
            new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
    }
}
