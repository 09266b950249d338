using CivicPlatform.Funds.Ledger;
using CivicPlatform.Funds.Posting;
using CivicPlatform.Funds.Statements;
using CivicPlatform.ServiceDefaults.Imports;
using CivicPlatform.ServiceDefaults.Security;

namespace CivicPlatform.Funds.BankMappings;

/// <summary>POST /accounts/{id}/statement-mapping:preview: reads a few lines by a mapping and stores nothing.</summary>
public static class PreviewStatementMapping
{
    private const int MaxSample = 20_000, MaxRows = 50;

    public sealed record Request
    {
        public required StatementMapping Mapping { get; init; }

        /// <summary>The first lines of the bank's file with letterhead and header; at most 20,000 characters.</summary>
        public required string Sample { get; init; }
    }

    /// <summary>A line as it would be taken; the payer masked, as everywhere (PRIV-16).</summary>
    /// <param name="Household">The household that the memo names; null when a person would have to place it.</param>
    public sealed record Line(
        int Row, string BankSerial, DateTimeOffset BookedAt, Money Amount, string Counterparty, string Memo,
        string? Household);

    /// <param name="Rows">Rows of the sample.</param>
    public sealed record Response(int Rows, IReadOnlyList<Line> Lines);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/accounts/{id:guid}/statement-mapping:preview", PostAsync)
            .Requires(Permissions.StatementMap).WithoutIdempotency()
            .WithTags("Statements").WithSummary("Try a statement mapping on a few lines (试读流水列映射)")
            .WithDescription(
                "What an import would take of the sample, at most 50 rows; nothing is stored. Payers are masked. 422 " +
                "import.header, statements.rows_refused with findings as of an import. 404 accounts.not_found.")
            .WithRequestExample(
                """
                {"mapping":{"serial":"流水号","bookedAt":"日期","timeFormats":["yyyyMMdd"],"amount":"金额"},
                 "sample":"流水号,日期,金额\nA1,20230612,1613.70\n"}
                """);

    private static async Task<Results<Ok<Response>, ProblemHttpResult>> PostAsync(
        Guid id, Request request, AccountDirectory accounts, CurrentUser user, CancellationToken ct)
    {
        var shape = MappingCheck.Of(request.Mapping).That(
            request.Sample is { Length: > 0 and <= MaxSample }, "sample", "text.too_long", "1 至 20000 个字符");
        if (shape.Error is { } malformed) return malformed.ToProblem();
        if (await accounts.FindAsync(id, user, ct) is null) return LedgerErrors.AccountNotFound.ToProblem();
        var read = Read(request.Mapping, request.Sample);
        return read.Succeeded(out var response, out var error) ? TypedResults.Ok(response) : error.ToProblem();
    }

    private static Result<Response> Read(StatementMapping mapping, string sample)
    {
        Result<StatementFile.Checked> check;
        try
        {
            check = StatementFile.Check(
                CsvImport.RowsOf(sample, mapping.Shape with { MaxRows = MaxRows }), mapping.Read);
        }
        catch (ImportException e)
        {
            return e.Error;
        }

        if (!check.Succeeded(out var file, out var wrong)) return wrong;
        return new Response(file.Lines, [.. file.Distinct.Select(line => Show(line.Line, line.Text))]);
    }

    private static Line Show(int row, BankText text)
    {
        UnitCode? unit = MemoMatcher.Read(text.Memo).Unit;
        return new Line(row, text.Serial, text.BookedAt, text.Amount, Masking.Name(text.Counterparty),
            Masking.Memo(text.Memo), unit?.ToString());
    }
}
