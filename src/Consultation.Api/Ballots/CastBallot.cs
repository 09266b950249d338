using CivicPlatform.Consultation.Archives;
using CivicPlatform.Consultation.Motions;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace CivicPlatform.Consultation.Ballots;

/// <summary>POST /motions/{id}/ballots: takes one paper. Papers that arrive together share a commit.</summary>
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
            "Counts for the unit's owner. The same answer of the same unit again is 409 ballots.answer_twice, whose " +
            "detail names the first paper's number and time; a different one is taken and makes a conflict " +
            "(VOTE-13), which excludes the owner until it is settled. " +
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

    private static async Task<IResult> PostAsync(
        Guid id, Request request, Handler handler, HttpContext http, CancellationToken ct)
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
        var taken = await handler.HandleAsync(id, request, http, ct);
        return taken.Succeeded(out var answer, out var error) ? new CommittedAnswer(answer) : error.ToProblem();
    }

    public sealed class Handler(
        BallotQueue queue, MotionDirectory motions, ChoiceSeal seal, BallotReceipts receipts, FirstPaper first,
        CurrentUser user, TimeProvider clock, IOptions<JsonOptions> json)
    {
        public async Task<Result<StoredAnswer>> HandleAsync(
            Guid motionId, Request request, HttpContext http, CancellationToken ct)
        {
            var read = await IdempotencyIdentity.ReadAsync(http, user, ct);
            if (!read.Succeeded(out var identity, out var noKey)) return noKey;
            if (await motions.FindStreetAsync(motionId, user, ct) is not { } street) return MotionErrors.NotFound;

            var id = Guid.CreateVersion7();
            var now = clock.GetUtcNow().InMicroseconds();
            var place = new BallotPlace(request.Building, request.Entrance, request.Room);
            var paper = new BallotPaper(place, request.Choice, request.Channel,
                request.CastAt.ToUniversalTime().InMicroseconds());
            var receipt = receipts.Of(motionId, id, paper, now);
            var answer = StoredAnswer.Of(StatusCodes.Status201Created,
                new Response(id, motionId, now, receipt.Tracker, receipt.Signature), json.Value.SerializerOptions);
            var answerKey = seal.AnswerKey(motionId, paper);
            var taken = await queue.CommitAsync(
                () => new NewBallot(
                    identity, user.Audit, street, motionId, id, paper, seal.Close(paper.Choice, id), answerKey,
                    seal.PaperKey(motionId, paper),
                    request.Proxy is { } by ? seal.AgentKey(motionId, by.Agent) : null, now, request, answer),
                ct);
            return taken.Error is { } refusal ? await first.NameAsync(refusal, motionId, answerKey, ct) : taken;
        }
    }
}
