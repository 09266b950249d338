using System.Net;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CivicPlatform.ServiceDefaults.Tests.Http;

/// <summary>What a caller hears of an exception, however EF and the driver have wrapped it.</summary>
public sealed class UnhandledErrorTests(SampleFixture fixture)
{
    private const string NoSpace = "no space for me";

    public static TheoryData<string, int> SqlStates => new()
    {
        { PostgresErrorCodes.DiskFull, 503 },
        { PostgresErrorCodes.TooManyConnections, 503 },
        { PostgresErrorCodes.CannotConnectNow, 503 },
        { PostgresErrorCodes.CrashShutdown, 503 },
        { PostgresErrorCodes.IoError, 503 },
        { PostgresErrorCodes.InternalError, 503 },
        { PostgresErrorCodes.DataCorrupted, 500 },
        { PostgresErrorCodes.ConnectionFailure, 503 },
        { PostgresErrorCodes.LockNotAvailable, 503 },
        { PostgresErrorCodes.DeadlockDetected, 503 },
        { PostgresErrorCodes.UniqueViolation, 409 },
        { PostgresErrorCodes.CheckViolation, 500 },
        { PostgresErrorCodes.UndefinedColumn, 500 },
        { PostgresErrorCodes.InsufficientPrivilege, 500 },
    };

    [Theory, MemberData(nameof(SqlStates))]
    public void what_the_server_said_counts_in_every_wrapping(string sqlState, int status) =>
        AssertAll(status, new PostgresException("said", "ERROR", "ERROR", sqlState));

    [Fact]
    public void a_broken_connection_is_no_fault_of_ours() => AssertAll(503,
        new NpgsqlException("Exception while reading from stream", new EndOfStreamException()),
        new NpgsqlException("The operation has timed out", new TimeoutException()),
        new TimeoutException());

    [Fact]
    public void a_lost_race_is_told_as_one() =>
        Assert.Equal(
            412, UnhandledErrors.Classify(new DbUpdateConcurrencyException("0 rows"), new DefaultHttpContext()).Status);

    [Fact]
    public void a_bug_stays_a_bug() => AssertAll(500,
        new InvalidOperationException("Sequence contains no elements"), new NotSupportedException(),
        new IOException("a file of ours"), new ObjectDisposedException("a thing of ours"));

    // What EF throws of a save that the driver calls transient, in the version that we use.
    [Fact]
    public async Task a_save_without_space_is_told_as_passing()
    {
        await using var source = NpgsqlDataSource.Create(fixture.Service.Database.Superuser);
        await using var command = source.CreateCommand(
            "create function no_space() returns trigger language plpgsql as $$ begin raise exception using " +
            "errcode = 'disk_full', message = 'No space left on device'; end $$; " +
            "create trigger no_space before insert on notes for each row " +
            $"when (new.text = '{NoSpace}') execute function no_space()");
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var answer = await fixture.Service.As(Roles.StreetClerk, "110114009").PostAsync("/api/v1/notes",
            new { text = NoSpace, divisionCode = "110114009", amount = "1.00" });
        Assert.True(answer.Status == HttpStatusCode.ServiceUnavailable, answer.Text);
    }

    // A handler may not hear of it; then nothing is committed and the caller is told to ask again.
    [Theory]
    [InlineData("lose first")]
    [InlineData("lose last")]
    public async Task a_connection_lost_in_a_handler_is_told_as_passing(string text)
    {
        var key = $"{Guid.NewGuid()}"; // Of this request alone: other tests write their keys meanwhile.
        var answer = await fixture.Service.As(Roles.StreetClerk, "110114009").PostAsync("/api/v1/notes",
            new { text, divisionCode = "110114009", amount = "1.00" }, key);
        Assert.True(answer.Status == HttpStatusCode.ServiceUnavailable, answer.Text);
        Assert.Equal(0L, await fixture.Service.QueryAsync<long>(
            $"select count(*) from platform.idempotency where key = '{key}'"));
        Assert.Equal(0L, await fixture.Service.QueryAsync<long>(
            $"select count(*) from notes where text = '{text}'"));
    }

    private static void AssertAll(int status, params Exception[] causes)
    {
        foreach (var wrapped in causes.SelectMany(Wrappings))
            Assert.True(
                status == UnhandledErrors.Classify(wrapped, new DefaultHttpContext()).Status, wrapped.ToString());
    }

    // Of a query, of a save, of a save that the driver calls transient, and of several things done at once.
    private static IEnumerable<Exception> Wrappings(Exception cause) =>
    [
        cause,
        new InvalidOperationException("likely due to a transient failure", cause),
        new DbUpdateException("saving the changes", cause),
        new InvalidOperationException("likely due to a transient failure", new DbUpdateException("saving", cause)),
        new AggregateException(new InvalidOperationException("another"), new DbUpdateException("saving", cause)),
    ];
}
