using CivicPlatform.Cases.Data;
using CivicPlatform.ServiceDefaults.Auth;
using Npgsql;

namespace CivicPlatform.Cases.Desk;

/// <summary>The query of a desk: a hot read.</summary>
internal static class DeskSql
{
    /// <summary>By what the list is ordered: the limit, or how long it waits.</summary>
    public static string OrderOf(ListDesk.Filter filter) => filter.View == "AWAITING" ? "received_at" : "due_at";

    /// <summary>What was asked for.</summary>
    public static KeysetSql Of(ListDesk.Filter filter, DateTimeOffset now, DivisionScope scope)
    {
        var query = new KeysetSql(
            "select id, number, status, matter, division_code, department, grade, " +
            $"{OrderOf(filter)}, awaits from cases", scope);
        query.Where(filter.View == "AWAITING" ? "awaits is not null" : "due_at is not null");
        if (filter.View == "OVERDUE") query.Where("due_at <= {0}", now.UtcDateTime);
        if (filter.View == "DUE_SOON")
        {
            query.Where("due_at > {0}", now.UtcDateTime);
            query.Where("due_at <= {0}", now.AddHours(filter.Within ?? 24).UtcDateTime);
        }
        query.WhereGiven("awaits", filter.For);
        query.WhereGiven("department", filter.Department);
        query.WhereGiven("division_code", filter.Community);
        query.WhereGiven("matter", filter.Matter);
        return query;
    }

    /// <summary>Only what the departments of a login have.</summary>
    public static void OfMember(KeysetSql query, string subject) => query.Where(
        "department in (select m.code from department_members m where m.subject = {0} " +
        "and m.street_code = cases.street_code)", subject);

    public static ListDesk.Item Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4),
        row.IsDBNull(5) ? null : row.GetString(5), row.IsDBNull(6) ? null : row.GetString(6),
        row.GetFieldValue<DateTimeOffset>(7), row.IsDBNull(8) ? null : row.GetString(8));
}
