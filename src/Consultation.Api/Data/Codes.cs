using System.Text.Json;

namespace CivicPlatform.Consultation.Data;

/// <summary>The published code of an enum member (FAILED_QUORUM), as in JSON, in events and in the database.</summary>
internal static class Codes
{
    public static string Of<T>(T value)
        where T : struct, Enum => Table<T>.ByValue[value];

    /// <summary>For codes that were checked against <see cref="All{T}"/>; throws on any other.</summary>
    public static T Parse<T>(string code)
        where T : struct, Enum =>
        Table<T>.ByCode.TryGetValue(code, out var value)
            ? value
            : throw new FormatException($"{code} is no {typeof(T).Name}.");

    public static IReadOnlyCollection<string> All<T>()
        where T : struct, Enum => Table<T>.ByCode.Keys;

    private static class Table<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> ByValue = Enum.GetValues<T>()
            .ToDictionary(value => value, value => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString()));

        public static readonly Dictionary<string, T> ByCode =
            ByValue.ToDictionary(pair => pair.Value, pair => pair.Key);
    }
}
