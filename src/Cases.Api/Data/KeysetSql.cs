using System.Globalization;
using System.Text;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Npgsql;

namespace CivicPlatform.Cases.Data;

/// <summary>
/// The text of a hot list: written here and not by EF. A filter that is not asked for leaves no trace, so plans stay
/// simple; values are always parameters.
/// </summary>
internal sealed class KeysetSql
{
    private readonly StringBuilder _text;
    private readonly List<NpgsqlParameter> _parameters = [];

    /// <summary>Columns and table of ours, and the scope of the caller.</summary>
    public KeysetSql(string select, DivisionScope scope)
    {
        _text = new StringBuilder(select).Append(" where ");
        // The usual caller has one street: said as an equality, the index gives the order without a sort.
        if (scope.Streets is [var street]) _text.Append(CultureInfo.InvariantCulture, $"street_code = {Add(street)}");
        else _text.Append(CultureInfo.InvariantCulture, $"street_code = any({Add(scope.Streets)})");
        if (scope.Communities.Length > 0) Where("division_code = any({0})", scope.Communities);
    }

    /// <summary>A condition of ours.</summary>
    public void Where(string condition) => _text.Append(" and ").Append(condition);

    /// <summary>A condition of ours on a value that was asked for.</summary>
    public void Where<T>(string condition, T value) =>
        Where(condition.Replace("{0}", Add(value), StringComparison.Ordinal));

    /// <summary>The same, when the value was given.</summary>
    public void WhereGiven(string column, string? value)
    {
        if (value is not null) Where($"{column} = {{0}}", value);
    }

    /// <summary>One page in the order of an instant and the id, after a place in it.</summary>
    public NpgsqlBatchCommand Page(string instant, bool newestFirst, Cursor? after, int rows)
    {
        // A row value, which walks the index; the OR form would read everything before the page.
        if (after is { } place) Where(string.Create(CultureInfo.InvariantCulture,
            $"({instant}, id) {(newestFirst ? '<' : '>')} ({Add(place.At.UtcDateTime)}, {Add(place.Id)})"));
        var way = newestFirst ? " desc" : "";
        _text.Append(CultureInfo.InvariantCulture, $" order by {instant}{way}, id{way} limit {Add(rows)}");
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
