using CivicPlatform.Funds.Posting;
using CivicPlatform.Funds.Statements;

namespace CivicPlatform.Funds.Suspense;

/// <summary>
/// POST /suspense-assignments: one line over several households, or several lines to one; together, to the fen.
/// </summary>
public static class AssignSuspenseLines
{
    private const int MaxLines = 20, MaxParts = 20;

    private const string FindSql =
        "select s.id, s.account_id, s.amount, s.status, s.version, l.serial, l.booked_at from suspense_lines s " +
        "join bank_lines l on l.id = s.id where s.id = any($1)";

    public sealed record Request
    {
        /// <summary>One to twenty open lines of one account; their money is taken in this order.</summary>
        public required IReadOnlyList<RequestLine> Lines { get; init; }

        /// <summary>One to twenty parts, filled in this order.</summary>
        public required IReadOnlyList<RequestPart> Parts { get; init; }

        /// <summary>Why this person believes so; kept for the auditor.</summary>
        public required string Reason { get; init; }
    }

    /// <param name="Version">As it was seen; 412 when the line changed since. Not checked when left out.</param>
    public sealed record RequestLine(Guid Id, long? Version = null);

    public sealed record RequestPart
    {
        [CodesOf(typeof(AssignmentKinds))]
        public required string Kind { get; init; }

        public required string Building { get; init; }
        public string Entrance { get; init; } = "";
        public required string Room { get; init; }

        /// <summary>Yuan; negative for a refund.</summary>
        public required Money Amount { get; init; }
    }

    /// <summary>A piece of a line, and what it did.</summary>
    public sealed record Piece(
        Guid LineId, [CodesOf(typeof(AssignmentKinds))] string Kind, string Building, string Entrance, string Room,
        Money ToBill, Money ToCredit);

    public sealed record Response(
        Guid Id, [CodesOf(typeof(AssignmentStatuses))] string Status, IReadOnlyList<Piece> Pieces);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/suspense-assignments", PostAsync).Requires(Permissions.SuspenseAssign)
            .WithTags("Suspense").WithSummary("Split or merge suspense lines over households (拆分、合并认领)")
            .WithDescription(
                "The parts are the lines together, to the fen (422 suspense.parts_are_not_the_whole with " +
                "the figures). BILL pays as any payment does, with its trigger and events; CREDIT stays the " +
                "household's. 404 suspense.not_found; 409 suspense.already_assigned; 412 for a line " +
                "that changed; 422 " +
                "suspense.household_unknown, suspense.mixed_signs, suspense.several_accounts, " +
                "suspense.refund_too_large.")
            .WithRequestExample(
                """
                {"lines":[{"id":"01a1fc78-884c-7a7a-9c0a-e33201116603","version":1}],
                 "parts":[{"kind":"BILL","building":"4","entrance":"1","room":"101","amount":"1613.70"},
                          {"kind":"CREDIT","building":"4","entrance":"1","room":"102","amount":"100.00"}],
                 "reason":"业主来电确认，一笔代缴两户"}
                """);

    private static async Task<Results<Created<Response>, ProblemHttpResult>> PostAsync(
        Request request, Handler handler, HttpContext http, CancellationToken ct)
    {
        var result = await handler.HandleAsync(request, ct);
        if (!result.Succeeded(out var response, out var error)) return error.ToProblem();
        http.SetETag(1);
        return TypedResults.Created($"/api/v1/suspense-assignments/{response.Id}", response);
    }

    private static Error? Check(Request request)
    {
        var check = new ShapeCheck().Text(request.Reason, 200)
            .That(request.Lines.Count is >= 1 and <= MaxLines
                && request.Lines.Select(l => l.Id).Distinct().Count() == request.Lines.Count,
                "lines", "lines.malformed", "1 至 20 笔，不得重复")
            .That(request.Parts.Count is >= 1 and <= MaxParts, "parts", "parts.malformed", "1 至 20 个部分");
        foreach (var (i, part) in request.Parts.Take(MaxParts).Index())
        {
            check.Code(part.Kind, AssignmentKinds.All, $"parts[{i}].kind")
                .Text(part.Building, 20, $"parts[{i}].building")
                .OptionalText(part.Entrance, 20, $"parts[{i}].entrance")
                .Text(part.Room, 20, $"parts[{i}].room");
        }
        return check.Error;
    }

    public sealed class Handler(FundsDbContext db, CurrentUser user, Assigner assigner)
    {
        private static readonly Error s_stale = new(ErrorKind.Stale, "request.stale", "数据已被他人更新，请刷新后重试");

        public async Task<Result<Response>> HandleAsync(Request request, CancellationToken ct)
        {
            if (Check(request) is { } malformed) return malformed;
            var found = await db.RowsAsync(
                Sql.Command(FindSql, request.Lines.Select(l => l.Id).ToArray()), OpenLine.Map, ct);
            if (found.Count < request.Lines.Count) return StatementErrors.SuspenseNotFound;
            var lines = request.Lines.Select(l => found.Single(f => f.Id == l.Id)).ToArray();
            if (request.Lines.Zip(lines).Any(p => p.First.Version is { } seen && seen != p.Second.Version))
                return s_stale;
            if (lines.Any(l => l.Status != "OPEN")) return StatementErrors.AlreadyAssigned;
            if (lines.Select(l => l.AccountId).Distinct().Count() > 1) return SuspenseErrors.LinesOfSeveralAccounts;

            var parts = request.Parts.Select(p => new OrderPart(
                p.Kind, new UnitCode(p.Building, p.Entrance, p.Room), p.Amount)).ToArray();
            var assigned = await assigner.AssignAsync(new Order(lines, parts, request.Reason), ct);
            if (!assigned.Succeeded(out var done, out var refused)) return refused;
            db.Audit.Record(user, "suspense_assignments.create", done.Id, done.StreetCode);
            await db.SaveChangesAsync(ct);
            return new Response(done.Id, AssignmentStatuses.Standing, [.. done.Pieces.Select(Show)]);
        }

        private static Piece Show(PlacedPiece p) => new(p.LineId, p.Part.Kind, p.Part.Unit.Building,
            p.Part.Unit.Entrance, p.Part.Unit.Room, p.Posted.Placement.ToBill, p.Posted.Placement.ToCredit);
    }
}
