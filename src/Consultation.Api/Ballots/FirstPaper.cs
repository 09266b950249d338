using System.Globalization;
using Npgsql;

namespace CivicPlatform.Consultation.Ballots;

/// <summary>Names the paper that a refused one repeats, so that the two can be found and held side by side.</summary>
/// <remarks>By its number and when it came in, never by what it says (PRIV-14).</remarks>
public sealed class FirstPaper(ScopedRead read)
{
    private const string FirstSql =
        "select id, received_at from ballots where motion_id = $1 and answer_key = $2 limit 1";

    /// <summary>The same refusal; one of an answer that was given before says when that was.</summary>
    public async Task<Error> NameAsync(Error refusal, Guid motionId, byte[] answerKey, CancellationToken ct)
    {
        if (refusal.Code != BallotErrors.AnswerTwice.Code) return refusal;
        var query = new NpgsqlBatchCommand(FirstSql)
        {
            Parameters = { new() { Value = motionId }, new() { Value = answerKey } },
        };
        var found = await read.ListAsync(query, Describe, ct);
        return found is [var first] ? refusal with { Detail = first } : refusal;
    }

    private static string Describe(NpgsqlDataReader row)
    {
        var receivedAt = row.GetFieldValue<DateTimeOffset>(1).ToOffset(CivilTime.Offset);
        return string.Create(
            CultureInfo.InvariantCulture, $"已于 {receivedAt:yyyy-MM-dd HH:mm} 登记，选票编号 {row.GetGuid(0)}");
    }
}
