using CivicPlatform.Consultation.Motions;
using CivicPlatform.Consultation.Rolls;
using CivicPlatform.ServiceDefaults.Imports;

namespace CivicPlatform.Consultation.Ballots;

/// <summary>What stands beside a paper in a file.</summary>
/// <param name="EvidenceHash">SHA-256 of its scan, which may be filed later; null when it names none.</param>
/// <param name="ExternalRef">Its number in the city's e-voting system; null for any other channel (VOTE-21).</param>
/// <param name="Proxy">The mandate when an agent cast it (VOTE-22).</param>
internal sealed record BallotSides(string? EvidenceHash, string? ExternalRef, Proxy? Proxy)
{
    /// <summary>Their columns, all of which may be absent.</summary>
    public static readonly string[] Columns =
        ["evidence_hash", "external_ref", "proxy_agent", "proxy_principal", "stated_choice", "mandate_hash"];
}

/// <summary>Reads them and says what is wrong with them, by column.</summary>
internal sealed class BallotSideReader(ImportReport report)
{
    private const int MaxRef = 64, MaxAgent = 100;

    /// <summary>Null when something was found.</summary>
    /// <param name="unit">Null for a place that is not on the roll, which was said already.</param>
    public BallotSides? Read(CsvRow row, RollUnit? unit)
    {
        var scanned = row["evidence_hash"] is "" || Sha256Text.IsHash(row["evidence_hash"]);
        if (!scanned) report.Add(row, "evidence_hash", "hash.malformed", Sha256Text.Form);
        var numbered = IsNumbered(row);
        var mandated = TryReadProxy(row, unit, out var proxy);
        return scanned && numbered && mandated
            ? new BallotSides(TextOf(row, "evidence_hash"), TextOf(row, "external_ref"), proxy)
            : null;
    }

    /// <summary>Votes of the city's system have a number there, others have none (VOTE-21).</summary>
    private bool IsNumbered(CsvRow row)
    {
        var external = row["channel"] == Codes.Of(Channel.ExternalSystem);
        if (external) return report.Text(row, "external_ref", MaxRef);
        if (row["external_ref"] is "") return true;
        report.Add(row, "external_ref", "ballots.external_ref_unexpected", "只有 EXTERNAL_SYSTEM 的选票有外部编号");
        return false;
    }

    private bool TryReadProxy(CsvRow row, RollUnit? unit, out Proxy? proxy)
    {
        proxy = null;
        if (BallotSides.Columns[2..].All(column => row[column] is "")) return true;
        var named = report.Text(row, "proxy_agent", MaxAgent) & report.Text(row, "proxy_principal", MaxRef)
            & report.Code(row, "stated_choice", Codes.All<Choice>());
        if (!Sha256Text.IsHash(row["mandate_hash"]))
        {
            report.Add(row, "mandate_hash", "hash.malformed", Sha256Text.Form);
            return false;
        }
        if (!named || unit is null) return false;
        proxy = new Proxy(row["proxy_agent"], row["proxy_principal"], Codes.Parse<Choice>(row["stated_choice"]),
            row["mandate_hash"]);
        var carried = row["stated_choice"] == row["choice"];
        if (!carried) Add(row, "stated_choice", BallotErrors.ProxyDiffers);
        var holds = unit.SaleStatus is not SaleStatus.Sold || unit.OwnerRefs.Contains(proxy.PrincipalRef);
        if (!holds) Add(row, "proxy_principal", BallotErrors.PrincipalNotOnRoll);
        return carried && holds;
    }

    private void Add(CsvRow row, string column, Error error) => report.Add(row, column, error.Code, error.Title);

    private static string? TextOf(CsvRow row, string column) => row[column] is { Length: > 0 } text ? text : null;
}
