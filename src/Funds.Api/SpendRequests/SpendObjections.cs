using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Funds.SpendRequests;

/// <summary>POST and GET /spend-requests/{id}/objections, and their answers: each has one before a payment.</summary>
public static class SpendObjections
{
    private const int MaxText = 1_000;

    /// <param name="UnitId">A unit of the scope.</param>
    /// <param name="Text">The owner's words; at most 1,000 characters, kept ciphered.</param>
    /// <param name="RaisedOn">Civil day within the posting.</param>
    public sealed record Request(Guid UnitId, SpendObjectionReason Reason, string Text, DateOnly RaisedOn);

    /// <param name="Text">At most 1,000 characters, kept ciphered.</param>
    public sealed record AnswerRequest(string Text);

    /// <summary>Without words.</summary>
    public sealed record View(Guid Id, SpendObjectionReason Reason, DateOnly RaisedOn, DateOnly? AnsweredOn)
    {
        internal static View Of(SpendObjection o) => new(o.Id, o.Reason, o.RaisedOn, o.AnsweredOn);
    }

    /// <summary>With the words, in clear.</summary>
    public sealed record Line(
        Guid Id, Guid UnitId, SpendObjectionReason Reason, string Text, DateOnly RaisedOn, string? Answer,
        DateOnly? AnsweredOn);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/spend-requests/{id:guid}/objections", RaiseAsync).Requires(Permissions.SpendEmergency)
            .WithTags("Spend requests").WithSummary("Record an objection to a posted emergency use (登记异议)")
            .WithDescription(
                "Within the days of the posting, by an owner of the scope (PUB-02): 422 " +
                "spend_emergencies.nothing_posted, outside_posting, unit_outside. The words are kept ciphered.")
            .WithRequestExample(
                """
                {"unitId":"01a1fc79-33c2-7b44-a1d0-7d7c51b0a901","reason":"COST","text":"报价偏高","raisedOn":"2024-07-02"}
                """);
        routes.MapPost("/spend-requests/{id:guid}/objections/{objectionId:guid}/answer", AnswerAsync)
            .Requires(Permissions.SpendEmergency)
            .WithTags("Spend requests").WithSummary("Answer an objection (答复异议)")
            .WithDescription(
                "Once: 409 spend_emergencies.answered. Nothing is paid out while one is open. 404 " +
                "spend_emergencies.objection_not_found.")
            .WithRequestExample("""{"text":"已附三家报价比选"}""");
        routes.MapGet("/spend-requests/{id:guid}/objections", ListAsync).Requires(Permissions.SpendObjectionRead)
            .ReadsPersonalData()
            .WithTags("Spend requests").WithSummary("List the objections to an emergency use (异议清单)")
            .WithDescription(
                "With the words, newest first; keyset pages by after and limit (1 to 200). Each answer leaves an " +
                "audit row. 404 spend_requests.not_found.");
    }

    private static async Task<Results<Created<View>, ProblemHttpResult>> RaiseAsync(
        Guid id, Request request, FundsDbContext db, SpendDesk desk, FieldCipher cipher, CurrentUser user,
        HttpContext http, CancellationToken ct)
    {
        if (new ShapeCheck().Text(request.Text, MaxText).Error is { } malformed) return malformed.ToProblem();
        var taken = await desk.TakeAsync(id, http, ct);
        if (!taken.Succeeded(out var spend, out var error)) return error.ToProblem();
        var facts = await desk.FactsAsync(spend.StreetCode, ct);
        if (spend.TakesObjection(request.RaisedOn, facts.On).Error is { } refused) return refused.ToProblem();
        var read = await ScopeUnits.ReadAsync(db, (spend.StreetCode, spend.EstateId), spend.Scope, id, ct);
        if (!read.Succeeded(out var units, out var incomplete)) return incomplete.ToProblem();
        if (units.All(unit => unit.UnitId != request.UnitId)) return EmergencyErrors.UnitOutside.ToProblem();

        var objection = SpendObjection.Raise(spend, (request.UnitId, request.Reason, request.RaisedOn),
            row => cipher.Encrypt(request.Text, row), facts);
        db.Add(objection);
        db.Audit.Record(user, "spend_objections.raise", objection.Id, spend.StreetCode, $"{request.Reason}");
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/spend-requests/{id}/objections/{objection.Id}", View.Of(objection));
    }

    private static async Task<Results<Ok<View>, ProblemHttpResult>> AnswerAsync(
        Guid id, Guid objectionId, AnswerRequest request, FundsDbContext db, SpendDesk desk, FieldCipher cipher,
        CurrentUser user, CancellationToken ct)
    {
        if (new ShapeCheck().Text(request.Text, MaxText).Error is { } malformed) return malformed.ToProblem();
        var objection = await db.SpendObjections
            .SingleOrDefaultAsync(o => o.Id == objectionId && o.RequestId == id, ct);
        if (objection is null) return EmergencyErrors.ObjectionNotFound.ToProblem();
        var facts = await desk.FactsAsync(objection.StreetCode, ct);
        if (objection.Reply(cipher.Encrypt(request.Text, objection.Id), facts).Error is { } refused)
            return refused.ToProblem();
        db.Audit.Record(user, "spend_objections.answer", objection.Id, objection.StreetCode);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(View.Of(objection));
    }

    private static async Task<Results<Ok<Page<Line>>, ProblemHttpResult>> ListAsync(
        Guid id, FundsDbContext db, CurrentUser user, FieldCipher cipher, CancellationToken ct, string? after = null,
        int limit = Page.DefaultLimit)
    {
        var street = await db.SpendRequests.Where(r => r.Id == id).Select(r => r.StreetCode).SingleOrDefaultAsync(ct);
        if (street is null) return SpendErrors.NotFound.ToProblem();
        var objections = db.SpendObjections.AsNoTracking().Where(o => o.RequestId == id);
        if (after is not null)
        {
            if (!Cursor.TryParse(after, out var cursor)) return Cursor.Malformed.ToProblem();
            objections = objections.Where(o => EF.Functions.LessThan(
                ValueTuple.Create(o.CreatedAt, o.Id), ValueTuple.Create(cursor.At, cursor.Id)));
        }
        var size = Math.Clamp(limit, 1, Page.MaxLimit);
        var rows = await objections.OrderByDescending(o => o.CreatedAt).ThenByDescending(o => o.Id)
            .Take(size + 1).ToListAsync(ct);
        await db.Audit.RecordReadAsync(user, (id, street), ct);
        var page = Page.Of(rows, size, o => new Cursor(o.CreatedAt, o.Id));
        return TypedResults.Ok(new Page<Line>([.. page.Items.Select(o => new Line(o.Id, o.UnitId, o.Reason,
            cipher.DecryptText(o.Words, o.Id), o.RaisedOn,
            o.Answer is { } answer ? cipher.DecryptText(answer, o.Id) : null, o.AnsweredOn))], page.Next));
    }
}
