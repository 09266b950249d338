using System.Globalization;
using System.Text;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Npgsql;

namespace CivicPlatform.Cases.Intake;

/// <summary>The query of the case list: a hot read, so its text is written here and not by EF.</summary>
internal static class CaseListSql
{
    /// <summary>One page; a filter that is not asked for leaves no trace in the text, so plans stay simple.</summary>
    public static NpgsqlBatchCommand Of(ListCases.Filter filter, Cursor? after, DivisionScope scope, int rows)
    {
        var query = new Query();
        // The usual caller has one street: said as an equality, the index gives the order without a sort.
        if (scope.Streets is [var street]) query.Where("street_code = {0}", street);
        else query.Where("street_code = any({0})", scope.Streets);
        if (scope.Communities.Length > 0) query.Where("division_code = any({0})", scope.Communities);
        if (filter.Status is { } status) query.Where("status = {0}", status);
        if (filter.Channel is { } channel) query.Where("channel = {0}", channel);
        if (filter.Type is { } type) query.Where("type = {0}", type);
        if (filter.Matter is { } matter) query.Where("matter = {0}", matter);
        if (filter.EstateId is { } estateId) query.Where("estate_id = {0}", estateId);
        if (filter.From is { } from) query.Where("received_at >= {0}", from.UtcDateTime);
        if (filter.To is { } to) query.Where("received_at < {0}", to.UtcDateTime);
        // A row value, which walks the index; the OR form would read everything before the page.
        if (after is { } place) query.After(place);
        return query.Take(rows);
    }

    public static ListCases.Item Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5),
        row.GetString(6), row.IsDBNull(7) ? null : row.GetGuid(7), row.IsDBNull(8) ? null : row.GetString(8),
        row.GetFieldValue<DateTimeOffset>(9));

    private sealed class Query
    {
        private readonly StringBuilder _text = new(
            "select id, number, status, channel, type, matter, division_code, estate_id, building, received_at " +
            "from cases where ");

        private readonly List<NpgsqlParameter> _parameters = [];

        /// <summary>A condition of ours, its values always as parameters.</summary>
        public void Where<T>(string condition, T value)
        {
            _text.Append(_parameters.Count == 0 ? "" : " and ");
            _text.Append(condition.Replace("{0}", Add(value), StringComparison.Ordinal));
        }

        public void After(Cursor place) =>
            _text.Append(CultureInfo.InvariantCulture,
                $" and (received_at, id) < ({Add(place.At.UtcDateTime)}, {Add(place.Id)})");

        public NpgsqlBatchCommand Take(int rows)
        {
            _text.Append(" order by received_at desc, id desc limit ").Append(Add(rows));
            var command = new NpgsqlBatchCommand(_text.ToString());
            foreach (var parameter in _parameters) command.Parameters.Add(parameter);
            return command;
        }

        private string Add<T>(T value)
        {
            _parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
            return $"${_parameters.Count}";
        }
    }
}
