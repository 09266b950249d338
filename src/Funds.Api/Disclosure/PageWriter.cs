using CivicPlatform.Funds.Campaigns;
using CivicPlatform.Funds.Proofs;
using Npgsql;

namespace CivicPlatform.Funds.Disclosure;

/// <summary>Which page of the chain is written, and after which.</summary>
public sealed record PagePlace(DateOnly Day, int Version, string? Reason, byte[] PreviousHash);

/// <summary>Writes a daily page and, beside it, the lines that its root stands for.</summary>
public sealed class PageWriter(PageText text, LineSalts salts)
{
    private const string PageSql =
        "insert into snapshots (id, campaign_id, building, day, version, reason, content, previous_hash, hash) " +
        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

    internal const string LinesSql =
        "insert into page_lines (page_id, subject_id, street_code, division_code, units, lines) " +
        "values ($1, $2, $3, $4, $5, $6)";

    /// <summary>The page as it will be known, and the commands that write it with its lines.</summary>
    /// <exception cref="InvalidOperationException">Totals and lines differ: such a page is not written.</exception>
    public Result<(ClosedPage Closed, IReadOnlyList<NpgsqlBatchCommand> Writes)> Write(
        Campaign campaign, BuildingPage page, IReadOnlyList<UnitLine> lines, PagePlace place)
    {
        if (lines.Count > PageRoot.MaxLeaves) return DisclosureErrors.TooManyLines(lines.Count);
        var sums = LineSums.Of(lines.Select(l => l.Line));
        if ((sums.Receivable, sums.Collected, sums.Households, sums.HouseholdsPaid, sums.Advanced, sums.Repaid)
            != (page.Receivable, page.Collected, page.Households, page.HouseholdsPaid, page.Advanced, page.Repaid))
        {
            throw new InvalidOperationException($"Lines of {campaign.Id}, building {page.Building} differ from it.");
        }

        var (id, texts) = (Guid.CreateVersion7(), lines.Select(l => l.Line.Write()).ToArray());
        var root = MerkleTree.Root(salts.LeavesOf(id, texts));
        var content = text.Write(page with
        {
            Credit = sums.Credit,
            Lines = new PageRoot(PageRoot.BuildingForm, id, campaign.Id, place.Day, place.Version, place.Reason,
                texts.Length, Convert.ToHexStringLower(root)),
        });
        var hash = PageRoot.HashOf(place.PreviousHash, content);
        return (new ClosedPage(id, page.Building, place.Day, place.Version, place.Reason,
                Convert.ToHexStringLower(hash)),
            [
                Sql.Command(PageSql, id, campaign.Id, page.Building, place.Day, place.Version, place.Reason, content,
                    place.PreviousHash, hash),
                Sql.Command(LinesSql, id, campaign.Id, campaign.StreetCode, campaign.DivisionCode,
                    lines.Select(l => l.Unit).ToArray(), texts),
            ]);
    }
}
