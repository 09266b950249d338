using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using CivicPlatform.ServiceDefaults.Messaging;
using CivicPlatform.ServiceDefaults.Security;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace CivicPlatform.Cases.Intake;

/// <summary>
/// POST /cases: takes a request in (CASE-01, CASE-02). A hot path: cases that arrive together share a commit.
/// </summary>
public static class RegisterCase
{
    public sealed record Request
    {
        /// <summary>Street (9 digits) or community (12 digits) of the place.</summary>
        public required string DivisionCode { get; init; }

        /// <summary>HOTLINE_12345, NETWORK, WINDOW, GRID_OFFICER or PATROL (CASE-01).</summary>
        [CodesOf(typeof(Channels), nameof(Channels.AtTheDesk))]
        public required string Channel { get; init; }

        /// <summary>CONSULT, HELP, COMPLAINT, REPORT or SUGGESTION (CASE-01).</summary>
        [CodesOf(typeof(CaseTypes))]
        public required string Type { get; init; }

        /// <summary>Code of the matter: capitals, digits and underscores, such as LIFT_FAILURE.</summary>
        public required string Matter { get; init; }

        /// <summary>What the resident said, at most 4,000 characters.</summary>
        public required string Description { get; init; }

        /// <summary>When the request was made, with its offset; now when left out.</summary>
        public DateTimeOffset? ReceivedAt { get; init; }

        public Guid? EstateId { get; init; }

        public string? Building { get; init; }

        public string? Address { get; init; }

        /// <summary>Who can be called back; needed unless staff found the matter (CASE-02).</summary>
        public ReporterInput? Reporter { get; init; }
    }

    /// <summary>The reporter as the desk writes him down; kept ciphered.</summary>
    public sealed record ReporterInput
    {
        public string? Name { get; init; }

        public string? Phone { get; init; }
    }

    /// <summary>The registered case; says nothing about the reporter, so that it may be replayed.</summary>
    public sealed record Response(
        Guid Id, string Number, [CodesOf(typeof(CaseStatuses))] string Status, DateTimeOffset ReceivedAt,
        DateTimeOffset RegisteredAt, string Timeline);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/cases", PostAsync).Requires(Permissions.CaseRegister).OwnsItsTransaction()
            .WithTags("Cases").WithSummary("Register a case (受理工单)")
            .WithDescription(
                "Channel and type are those of CASE-01. A reporter's phone is needed unless staff found the matter " +
                "(GRID_OFFICER, PATROL): 422 intake.contact_missing, and intake.received_in_future, rule CASE-02. " +
                "Name, phone, description and address are kept encrypted; this answer shows none of them. 404 " +
                "division.not_found outside the caller's divisions. Every case starts as RECEIVED.")
            .Produces<Response>(StatusCodes.Status201Created)
            .WithRequestExample(
                """
                {"divisionCode":"110114009901","channel":"HOTLINE_12345","type":"HELP","matter":"LIFT_FAILURE",
                 "description":"4号楼电梯停运三天。","receivedAt":"2023-02-06T09:12:00+08:00","building":"4",
                 "reporter":{"name":"王芳","phone":"13800000000"}}
                """);

    private static async Task<IResult> PostAsync(
        Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        if (CaseShape.Check(request) is { } malformed) return malformed.ToProblem();
        var result = await handler.HandleAsync(request, http, ct);
        return result.Succeeded(out var answer, out var error) ? new CommittedAnswer(answer) : error.ToProblem();
    }

    public sealed class Handler(
        CaseQueue queue, CaseNumbers numbers, FieldCipher cipher, CurrentUser user, TimeProvider clock,
        IOptions<JsonOptions> json)
    {
        public async Task<Result<StoredAnswer>> HandleAsync(Request request, HttpContext http, CancellationToken ct)
        {
            var division = DivisionCode.Parse(request.DivisionCode);
            if (!user.Scope.Covers(division.Value)) return IntakeErrors.DivisionNotFound;
            var read = await IdempotencyIdentity.ReadAsync(http, user, ct);
            if (!read.Succeeded(out var identity, out var noKey)) return noKey;

            var now = clock.GetUtcNow();
            var number = await numbers.NextAsync(division.Street, CivilTime.DayOf(now).Year, ct);
            if (!Case.Register(Told(request, division, user), number, now).Succeeded(out var registered, out var error))
                return error;

            var (name, phone) = (request.Reporter?.Name, request.Reporter?.Phone);
            var reporter = Reporter.Conceal(name, phone, registered.Id, cipher);
            var words = Words.Conceal(request.Description, request.Address, registered.Id, cipher);
            var message = OutboxMessage.Of(registered.ToRegistered());
            return await queue.CommitAsync(
                () => new NewCase(identity, user.Audit, registered, reporter, words, message, Answer(registered)),
                ct);
        }

        private StoredAnswer Answer(Case registered) => StoredAnswer.Of(
            StatusCodes.Status201Created,
            new Response(registered.Id, registered.Number, registered.Status, registered.ReceivedAt,
                registered.RegisteredAt, $"/api/v1/timelines/{registered.Id}"),
            json.Value.SerializerOptions, $"/api/v1/cases/{registered.Id}", registered.Version);

        private static CaseIntake Told(Request request, DivisionCode division, CurrentUser user) => new()
        {
            Division = division, Channel = request.Channel, Type = request.Type, Matter = request.Matter,
            ReceivedAt = request.ReceivedAt?.ToUniversalTime(),
            HasContact = request.Reporter?.Phone is not null, RegisteredBy = user.Subject,
            EstateId = request.EstateId, Building = request.Building,
        };
    }
}
