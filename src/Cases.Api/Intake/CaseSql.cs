using Npgsql;

namespace CivicPlatform.Cases.Intake;

/// <summary>The one statement of the intake's hot path; everything else goes through the context.</summary>
internal static class CaseSql
{
    private const string InsertSql =
        "insert into cases (id, street_code, division_code, number, status, channel, type, matter, " +
        "description_cipher, received_at, registered_at, registered_by, estate_id, building, address_cipher, " +
        "reporter_name, reporter_phone, reporter_name_hash, reporter_phone_hash, version, awaits) select * from " +
        "unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], " +
        "$9::bytea[], $10::timestamptz[], $11::timestamptz[], $12::text[], $13::uuid[], $14::text[], $15::bytea[], " +
        "$16::bytea[], $17::bytea[], $18::bytea[], $19::bytea[], $20::bigint[], $21::text[])";

    /// <summary>One command that inserts all the cases.</summary>
    public static NpgsqlBatchCommand Insert(IReadOnlyList<NewCase> rows)
    {
        return new NpgsqlBatchCommand(InsertSql)
        {
            Parameters =
            {
                Column(r => r.Case.Id), Column(r => r.Case.StreetCode), Column(r => r.Case.DivisionCode),
                Column(r => r.Case.Number), Column(r => r.Case.Status), Column(r => r.Case.Channel),
                Column(r => r.Case.Type), Column(r => r.Case.Matter), Column(r => r.Words.Description),
                Column(r => r.Case.ReceivedAt), Column(r => r.Case.RegisteredAt), Column(r => r.Case.RegisteredBy),
                Column(r => r.Case.EstateId), Column(r => r.Case.Building), Column(r => r.Words.Address),
                Column(r => r.Reporter.Name), Column(r => r.Reporter.Phone), Column(r => r.Reporter.NameHash),
                Column(r => r.Reporter.PhoneHash), Column(r => r.Case.Version), Column(r => r.Case.Awaits),
            },
        };

        NpgsqlParameter<T[]> Column<T>(Func<NewCase, T> value) => new() { TypedValue = [.. rows.Select(value)] };
    }
}
