using CivicPlatform.Cases.Data;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Npgsql;

namespace CivicPlatform.Cases.Intake;

/// <summary>The query of the case list: a hot read.</summary>
internal static class CaseListSql
{
    private const string Select =
        "select id, number, status, channel, type, matter, division_code, estate_id, building, received_at from cases";

    /// <summary>One page, newest first.</summary>
    public static NpgsqlBatchCommand Of(ListCases.Filter filter, Cursor? after, DivisionScope scope, int rows)
    {
        var query = new KeysetSql(Select, scope);
        query.WhereGiven("status", filter.Status);
        query.WhereGiven("channel", filter.Channel);
        query.WhereGiven("type", filter.Type);
        query.WhereGiven("matter", filter.Matter);
        if (filter.EstateId is { } estateId) query.Where("estate_id = {0}", estateId);
        if (filter.From is { } from) query.Where("received_at >= {0}", from.UtcDateTime);
        if (filter.To is { } to) query.Where("received_at < {0}", to.UtcDateTime);
        return query.Page("received_at", newestFirst: true, after, rows);
    }

    public static ListCases.Item Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5),
        row.GetString(6), row.IsDBNull(7) ? null : row.GetGuid(7), row.IsDBNull(8) ? null : row.GetString(8),
        row.GetFieldValue<DateTimeOffset>(9));
}
