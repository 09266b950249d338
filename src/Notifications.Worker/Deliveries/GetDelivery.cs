using Microsoft.AspNetCore.Http.HttpResults;

namespace CivicPlatform.Notifications.Deliveries;

/// <summary>GET /deliveries/{id}: one message and the log of its tries.</summary>
public static class GetDelivery
{
    private const int AttemptsMax = 200;

    public sealed record Attempt(int Number, DateTimeOffset StartedAt, int DurationMs, string Outcome);

    public sealed record Response(ListDeliveries.Item Delivery, IReadOnlyList<Attempt> Attempts);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/deliveries/{id:guid}", GetAsync).WithName("getDelivery")
            .Requires(Permissions.DeliveryRead)
            .WithTags("Deliveries").WithSummary("Read a delivery and its tries (送达记录)")
            .WithDescription(
                "The newest 200 tries, newest first. ETag is the version; 304 with If-None-Match. 404 " +
                "deliveries.not_found.");

    private static async Task<Results<Ok<Response>, StatusCodeHttpResult, ProblemHttpResult>> GetAsync(
        Guid id, NotificationsDbContext db, HttpContext http, CancellationToken ct)
    {
        var found = await db.Deliveries.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct);
        if (found is null) return DeliveryErrors.NotFound.ToProblem();
        if (http.SetETag(found.Version)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        var attempts = await db.DeliveryAttempts.AsNoTracking().Where(a => a.DeliveryId == id)
            .OrderByDescending(a => a.Id).Take(AttemptsMax)
            .Select(a => new Attempt(a.Number, a.StartedAt, a.DurationMs, a.Outcome)).ToListAsync(ct);
        return TypedResults.Ok(new Response(ListDeliveries.Describe(found), attempts));
    }
}
