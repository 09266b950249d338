using Npgsql;
using NpgsqlTypes;

namespace CivicPlatform.Cases.Intake;

/// <summary>The one statement of the intake's hot path; everything else goes through the context.</summary>
internal static class CaseSql
{
    public const string Insert =
        "insert into cases (id, street_code, division_code, number, status, channel, type, matter, description, " +
        "received_at, registered_at, registered_by, estate_id, building, address, reporter_name, reporter_phone, " +
        "reporter_name_hash, reporter_phone_hash, version) values " +
        "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)";

    public static NpgsqlParameter[] Parameters(Case registered, Reporter reporter) =>
    [
        Of(registered.Id), Of(registered.StreetCode), Of(registered.DivisionCode), Of(registered.Number),
        Of(registered.Status), Of(registered.Channel), Of(registered.Type), Of(registered.Matter),
        Of(registered.Description), Of(registered.ReceivedAt), Of(registered.RegisteredAt),
        Of(registered.RegisteredBy), Optional(registered.EstateId, NpgsqlDbType.Uuid),
        Optional(registered.Building, NpgsqlDbType.Text), Optional(registered.Address, NpgsqlDbType.Text),
        Optional(reporter.Name, NpgsqlDbType.Bytea), Optional(reporter.Phone, NpgsqlDbType.Bytea),
        Optional(reporter.NameHash, NpgsqlDbType.Bytea), Optional(reporter.PhoneHash, NpgsqlDbType.Bytea),
        Of(registered.Version),
    ];

    private static NpgsqlParameter Of<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    private static NpgsqlParameter Optional(object? value, NpgsqlDbType type) =>
        new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
