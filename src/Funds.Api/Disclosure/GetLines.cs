using System.Text.Json;
using CivicPlatform.Funds.Proofs;

namespace CivicPlatform.Funds.Disclosure;

/// <summary>GET /snapshots/{id}/lines: all lines behind a page, so that somebody else can add them up.</summary>
public static class GetLines
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/snapshots/{id:guid}/lines", GetAsync)
        .Requires(Permissions.PageLinesRead).ReadsPersonalData()
        .WithTags("Disclosure").WithSummary("Export the lines behind a public page (公示明细)")
        .WithDescription(
            "One JSON object a line: the page, then every line with its salt; opaque ids, no room and no name. " +
            "./civic verify-disclosure recounts it (docs/verify-disclosure.md). 404 disclosure.snapshot_not_found; " +
            "409 disclosure.without_lines.")
        .Produces<string>(StatusCodes.Status200OK, FileLine.MediaType);

    private static async Task<IResult> GetAsync(
        Guid id, FundsDbContext db, StoredPages pages, LineSalts salts, CurrentUser user, HttpContext http,
        CancellationToken ct)
    {
        var found = await pages.FindAsync(id, ct);
        if (!found.Succeeded(out var stored, out var error)) return error.ToProblem();
        await db.Audit.RecordReadAsync(user, (id, stored.StreetCode), ct);
        var lines = stored.Lines.Select(text => new FileLine(Line: new SaltedLine(
            text, Convert.ToHexStringLower(salts.SaltOf(id, PageLine.Read(text).Id)))));
        var header = new FileLine(Lines: new LinesHeader(LinesHeader.CurrentFormat, stored.Page));
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"lines-{id}.ndjson\"";
        return Results.Stream(to => WriteAsync(to, lines.Prepend(header), ct), FileLine.MediaType);
    }

    internal static async Task WriteAsync(Stream to, IEnumerable<FileLine> lines, CancellationToken ct)
    {
        foreach (var line in lines)
        {
            await JsonSerializer.SerializeAsync(to, line, ProofText.Json, ct);
            await to.WriteAsync("\n"u8.ToArray(), ct);
        }
    }
}
