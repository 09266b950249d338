namespace CivicPlatform.Funds.Reminders;

/// <summary>What came of a visit.</summary>
public static class VisitResults
{
    public static readonly IReadOnlyList<string> All = ["PROMISED", "REFUSED", "NOT_MET"];
}

/// <summary>
/// POST /reminders/{id}/visit and POST /bills/{id}/claim-letters: the steps of people, in their order (RAISE-09).
/// </summary>
public static class RecordVisit
{
    private const string FindSql =
        "select street_code, step, status, version from reminders where id = $1 for update";

    private const string VisitSql =
        "update reminders set status = 'DONE', visited_on = $2, visit_result = $3, visited_by = $4, " +
        "version = version + 1 where id = $1";

    private const string BillSql =
        "select b.street_code, b.division_code, b.amount - b.paid, exists (select 1 from reminders r " +
        "where r.bill_id = b.id and r.status = 'DONE') from bills b where b.id = $1";

    private const string LetterSql =
        "insert into claim_letters (id, bill_id, street_code, division_code, owed, sent_on, document_hash, " +
        "recorded_by) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing";

    /// <param name="VisitedOn">Civil day, not after today.</param>
    public sealed record VisitRequest(DateOnly VisitedOn, [property: CodesOf(typeof(VisitResults))] string Outcome);

    public sealed record VisitResponse(Guid Id, [CodesOf(typeof(ReminderStatuses))] string Status, long Version);

    /// <param name="SentOn">Civil day, not after today.</param>
    /// <param name="DocumentHash">SHA-256 of the letter.</param>
    public sealed record LetterRequest(DateOnly SentOn, string DocumentHash);

    /// <param name="Owed">What the household owed when the letter was written down.</param>
    public sealed record LetterResponse(Guid Id, Guid BillId, Money Owed, DateOnly SentOn);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/reminders/{id:guid}/visit", VisitAsync).Requires(Permissions.ReminderVisit)
            .WithTags("Reminders").WithSummary("Record a visit to a household that owes (登记走访)")
            .WithDescription(
                "Of a VISIT that was told: 409 reminders.no_visit_due. 422 reminders.day_in_future; 404 " +
                "reminders.not_found; If-Match is checked when given (412).")
            .WithRequestExample("""{"visitedOn":"2023-08-20","outcome":"PROMISED"}""");
        routes.MapPost("/bills/{id:guid}/claim-letters", LetterAsync).Requires(Permissions.ReminderRun)
            .WithTags("Reminders").WithSummary("Record a letter of claim (登记催款函)")
            .WithDescription(
                "A person's step: the machine sends none. 422 claim_letters.not_visited, rule RAISE-09; 409 " +
                "claim_letters.paid, claim_letters.already_recorded; 404 bills.not_found.")
            .WithRequestExample(
                """
                {"sentOn":"2023-09-20",
                 "documentHash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}
                """);
    }

    private static async Task<Results<Ok<VisitResponse>, ProblemHttpResult>> VisitAsync(
        Guid id, VisitRequest request, FundsDbContext db, ICivilClock civil, CurrentUser user, HttpContext http,
        CancellationToken ct)
    {
        if (new ShapeCheck().Code(request.Outcome, VisitResults.All).Error is { } malformed)
            return malformed.ToProblem();
        var found = await db.RowsAsync(Sql.Command(FindSql, id), r => (Street: r.GetString(0), Step: r.GetString(1),
            Status: r.GetString(2), Version: r.GetInt64(3)), ct);
        if (found.Count == 0) return ReminderErrors.NotFound.ToProblem();
        var (street, step, status, version) = found[0];
        if (http.CheckIfMatch(version) is { } stale) return stale.ToProblem();
        if (step != ReminderSteps.Visit || status != "SENT") return ReminderErrors.NoVisitDue.ToProblem();
        if (request.VisitedOn > CivilTime.DayOf(await civil.NowAsync(street, ct)))
            return ReminderErrors.DayInFuture.ToProblem();
        await db.RunAsync([Sql.Command(VisitSql, id, request.VisitedOn, request.Outcome, user.Subject)], ct);
        db.Audit.Record(user, "reminders.visit", id, street);
        await db.SaveChangesAsync(ct);
        http.SetETag(version + 1);
        return TypedResults.Ok(new VisitResponse(id, "DONE", version + 1));
    }

    private static async Task<Results<Created<LetterResponse>, ProblemHttpResult>> LetterAsync(
        Guid id, LetterRequest request, FundsDbContext db, ICivilClock civil, CurrentUser user, CancellationToken ct)
    {
        if (new ShapeCheck().Hash(request.DocumentHash, "documentHash").Error is { } malformed)
            return malformed.ToProblem();
        var found = await db.RowsAsync(Sql.Command(BillSql, id), r => (Street: r.GetString(0),
            Division: r.GetString(1), Owed: r.Money(2), Visited: r.GetBoolean(3)), ct);
        if (found.Count == 0) return BillReceipts.ReceiptErrors.BillNotFound.ToProblem();
        var (street, division, owed, visited) = found[0];
        if (owed <= Money.Zero) return ReminderErrors.Paid.ToProblem();
        if (!visited) return ReminderErrors.NotVisited.ToProblem();
        if (request.SentOn > CivilTime.DayOf(await civil.NowAsync(street, ct)))
            return ReminderErrors.DayInFuture.ToProblem();
        var letter = Guid.CreateVersion7();
        var written = await db.RunAsync([Sql.Command(LetterSql, letter, id, street, division, owed.Yuan,
            request.SentOn, request.DocumentHash, user.Subject)], ct);
        if (written == 0) return ReminderErrors.AlreadyRecorded.ToProblem();
        db.Audit.Record(user, "claim_letters.record", letter, street);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created(
            $"/api/v1/bills/{id}/claim-letters/{letter}", new LetterResponse(letter, id, owed, request.SentOn));
    }
}
