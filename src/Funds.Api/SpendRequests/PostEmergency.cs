namespace CivicPlatform.Funds.SpendRequests;

/// <summary>POST /spend-requests/{id}/postings: the emergency use hangs in the estate (FUND-24, PUB-01).</summary>
public static class PostEmergency
{
    private const int MaxPlaces = 50, MaxPlace = 100;

    private const string InsertSql =
        "insert into spend_postings (id, request_id, street_code, division_code, places, evidence_hash, posted_on, " +
        "ends_on, recorded_by, recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

    /// <param name="Places">Where it hangs; 1 to 50.</param>
    /// <param name="EvidenceHash">SHA-256 of the photos that show it.</param>
    /// <param name="PostedOn">Civil day on which it was hung up.</param>
    public sealed record Request(IReadOnlyList<string> Places, string EvidenceHash, DateOnly PostedOn);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/spend-requests/{id:guid}/postings", PostAsync).Requires(Permissions.SpendEmergency)
            .WithTags("Spend requests").WithSummary("Record the posting of an emergency use (应急使用公示)")
            .WithDescription(
                "Days and their start by the policy profile, counted in the statutory calendar (TIME-01); nothing is " +
                "paid out before the last day is over and every objection answered. Posting again starts the days " +
                "again. 422 spend_emergencies.not_an_emergency_use, posted_too_early; 409 spend_requests.wrong_status.")
            .WithRequestExample(
                """
                {"places":["小区公告栏","1单元门口"],"postedOn":"2024-07-01",
                 "evidenceHash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}
                """);

    private static async Task<Results<Ok<SpendView>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, FundsDbContext db, SpendDesk desk, HttpContext http, CancellationToken ct)
    {
        var shape = new ShapeCheck().Hash(request.EvidenceHash, "evidenceHash")
            .That(request.Places.Count is > 0 and <= MaxPlaces
                && request.Places.All(p => !string.IsNullOrWhiteSpace(p) && p.Length <= MaxPlace), "places",
                "text.malformed", $"应为 1 至 {MaxPlaces} 处，每处 1 至 {MaxPlace} 个字符");
        if (shape.Error is { } malformed) return malformed.ToProblem();
        var taken = await desk.TakeAsync(id, http, ct);
        if (!taken.Succeeded(out var spend, out var error)) return error.ToProblem();
        var facts = await desk.FactsAsync(spend.StreetCode, ct, request.EvidenceHash);
        if (spend.PostEmergency(request.PostedOn, facts).Error is { } refused) return refused.ToProblem();
        await db.RunAsync([Sql.Command(InsertSql, Guid.CreateVersion7(), id, spend.StreetCode, spend.DivisionCode,
            request.Places.ToArray(), request.EvidenceHash, request.PostedOn, spend.PostingEndsOn, facts.Actor,
            facts.At)], ct);
        return TypedResults.Ok(await desk.SaveAsync(spend, "spend_requests.post_emergency", http, ct));
    }
}
