using System.Reflection;
using CivicPlatform.Contracts.Cases;
using CivicPlatform.Kernel;
using CivicPlatform.ServiceDefaults.Auth;
using CivicPlatform.ServiceDefaults.Data;
using CivicPlatform.ServiceDefaults.Http;
using CivicPlatform.ServiceDefaults.Messaging;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CivicPlatform.ServiceDefaults.Tests.Sample;

/// <summary>The smallest service that uses every platform path; it serves only these tests.</summary>
public sealed class SampleService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SampleService(WebApplication app, TestDatabase database) => (_app, Database) = (app, database);

    public TestDatabase Database { get; }

    public IServiceProvider Services => _app.Services;

    public Uri Address => new(_app.Urls.First());

    /// <summary>Starts it over a database of its own; further settings as command-line arguments.</summary>
    public static async Task<SampleService> StartAsync(params string[] settings)
    {
        var database = await Servers.CreateDatabaseAsync("registry");
        await MigrationRunner.RunAsync(database.Owner, Assembly.GetExecutingAssembly(), CancellationToken.None);
        var builder = WebApplication.CreateBuilder([
            "--environment=Development", "--urls=http://127.0.0.1:0",
            $"--ConnectionStrings:registry-db={database.App}",
            $"--ConnectionStrings:registry-db-worker={database.Worker}",
            $"--ConnectionStrings:rabbitmq={await Servers.CreateVirtualHostAsync()}",
            $"--Auth:LocalJwksPath={Servers.Keys.Jwks}", $"--Encryption:KeyPath={Servers.Keys.DataKey}",
            $"--Seal:KeyPath={Servers.Keys.SealKey}", $"--Seal:Directory={database.SealFolder}", .. settings]);
        builder.AddServiceDefaults("registry");
        builder.AddServiceDatabase<SampleDb>();
        builder.Services.AddSingleton<NoteQueue>();
        builder.Services.AddHostedService(services => services.GetRequiredService<NoteQueue>());
        builder.AddMessaging(consumers => consumers
            .Add<CaseRegistered, CountEffectHandler>()
            .AddGrouped<CaseRegistered, CountTogetherHandler>());
        var app = builder.Build();
        app.UseServiceDefaults();
        app.MapDefaultEndpoints();
        MapNotes(app);
        await app.StartAsync();
        // A queue that is not bound yet would lose the first event that a test publishes.
        await app.Services.GetRequiredService<IBusControl>()
            .WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromSeconds(60));
        return new SampleService(app, database);
    }

    public ApiClient As(string role, string division, string subject = "u-1") =>
        WithToken(Tokens.Issue(subject, [role], [division]));

    public ApiClient WithToken(string? token)
    {
        var http = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
        if (token is not null) http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return new ApiClient(http);
    }

    public async Task<T> QueryAsync<T>(string sql)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(Database.Superuser);
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(Database.Superuser);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static void MapNotes(WebApplication app)
    {
        var api = app.MapApi();
        api.MapPost("/notes", AddAsync).Requires(Permissions.CaseRegister);
        api.MapPut("/notes", AddAsync).Requires(Permissions.CaseRegister);
        api.MapPost("/quick-notes", AddQuicklyAsync).Requires(Permissions.CaseRegister).OwnsItsTransaction();
        api.MapGet("/notes/{id:guid}", GetAsync).Requires(Permissions.DivisionRead);
        api.MapPost("/silent-notes", AddSilentlyAsync).Requires(Permissions.CaseRegister);
        api.MapGet("/personal-notes/{id:guid}", ReadAsync).Requires(Permissions.CaseRead).ReadsPersonalData();
        api.MapGet("/forgetful-notes/{id:guid}", GetAsync).Requires(Permissions.CaseRead).ReadsPersonalData();
        api.MapPost("/notes/search", SearchAsync).Requires(Permissions.CaseRegister).RevealsPersonalData();
        api.MapPost("/notes:preview", (NoteRequest note) => TypedResults.Ok(note)).Public().WithoutIdempotency();
        api.MapGet("/note-filters", ([AsParameters] NoteFilter filter) => TypedResults.Ok(filter)).Public();
        api.MapGet("/note-pages", (int? limit, NoteKind? drawnAs, Guid must) => TypedResults.Ok()).Public();
        api.MapPost("/drafts:check", (NoteDraft draft) => CheckShape(draft)).Public().WithoutIdempotency();
    }

    private static IResult CheckShape(NoteDraft request) => new ShapeCheck()
        .Text(request.Author.Name, 5).Code(request.Tone, NoteDraft.Tones).OptionalText("too long", 3, "author.phone")
        .Error is { } error ? error.ToProblem() : TypedResults.Ok();

    private static int _early; // "not yet" is true once.

    private static async Task<Ok<Note[]>> SearchAsync(
        NoteSearch request, CurrentUser user, SampleDb db, CancellationToken ct)
    {
        var notes = await db.Notes.AsNoTracking().Where(n => n.Text == request.Text).ToArrayAsync(ct);
        foreach (var note in notes) db.Audit.Record(user, "notes.search", note.Id, note.StreetCode);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(notes);
    }

    /// <summary>The connection breaks and nobody says so, as when a reader is put away in that moment.</summary>
    private static async Task LoseAsync(SampleDb db, CancellationToken ct)
    {
        try
        {
            await db.Database.ExecuteSqlRawAsync("select pg_terminate_backend(pg_backend_pid())", ct);
        }
        catch (Exception e) when (e is Npgsql.NpgsqlException or InvalidOperationException)
        {
            // That is the fault.
        }
    }

    private static async Task<Results<Created<Note>, ProblemHttpResult>> AddAsync(
        NoteRequest request, CurrentUser user, SampleDb db, CancellationToken ct)
    {
        var note = Note.Of(request);
        db.Add(note);
        db.Outbox.Enqueue(note.ToEvent());
        db.Audit.Record(user, "notes.add", note.Id, note.StreetCode);
        if (request.Text == "lose first") await LoseAsync(db, ct);
        await db.SaveChangesAsync(ct);
        if (request.Text == "lose last") await LoseAsync(db, ct);
        if (request.Text.Split(' ') is ["tell", var how, var told]) return TellAndAnswer(note, how, told, user, db);
        // The rule speaks after the write on purpose: a refusal must undo it.
        if (request.Text == "refuse me") return Error.Refused("notes.refused", "不可以", "TEST-01").ToProblem();
        if (request.Text == "not yet" && Interlocked.Increment(ref _early) == 1)
            return Error.NotYet("notes.not_yet", "请稍后").ToProblem();
        if (request.Text == "throw") throw new InvalidOperationException("a bug");
        return TypedResults.Created($"/api/v1/notes/{note.Id}", note);
    }

    /// <summary>Keeps what outlives a refusal, and then is refused, is not, or fails.</summary>
    private static Results<Created<Note>, ProblemHttpResult> TellAndAnswer(
        Note note, string how, string told, CurrentUser user, SampleDb db)
    {
        db.Refusals.Keep(user, "notes.refuse", "notes.refused", note.ToEvent() with { EventId = Guid.Parse(told) });
        return how switch
        {
            "refused" => Error.Refused("notes.refused", "不可以", "TEST-01").ToProblem(),
            "early" => Error.NotYet("notes.not_yet", "请稍后").ToProblem(),
            "missing" => Error.NotFound("notes.not_found", "没有").ToProblem(),
            "failing" => throw new InvalidOperationException("a bug"),
            _ => TypedResults.Created($"/api/v1/notes/{note.Id}", note),
        };
    }

    private static async Task<Created<Note>> AddSilentlyAsync(NoteRequest request, SampleDb db, CancellationToken ct)
    {
        var note = Note.Of(request); // And no word to the audit trail.
        db.Add(note);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/notes/{note.Id}", note);
    }

    private static async Task<IResult> AddQuicklyAsync(
        NoteRequest request, NoteQueue queue, CurrentUser user, HttpContext http, IOptions<JsonOptions> json,
        CancellationToken ct)
    {
        var read = await IdempotencyIdentity.ReadAsync(http, user, ct);
        if (!read.Succeeded(out var identity, out var malformed)) return malformed.ToProblem();
        var note = Note.Of(request);
        var answer = StoredAnswer.Of(201, note, json.Value.SerializerOptions, $"/api/v1/notes/{note.Id}", 1);
        var result = await queue.CommitAsync(
            () => new NewNote(identity, user.Audit, note, OutboxMessage.Of(note.ToEvent()), answer), ct);
        return result.Succeeded(out var first, out var error) ? new CommittedAnswer(first) : error.ToProblem();
    }

    private static async Task<Results<Ok<Note>, NotFound>> ReadAsync(
        Guid id, CurrentUser user, SampleDb db, CancellationToken ct)
    {
        var note = await db.Notes.AsNoTracking().SingleOrDefaultAsync(n => n.Id == id, ct);
        if (note is null) return TypedResults.NotFound();
        await db.Audit.RecordReadAsync(user, (id, note.StreetCode), ct, ("amount", null), ("kind", "NOTE"));
        return TypedResults.Ok(note);
    }

    private static async Task<Results<Ok<Note>, StatusCodeHttpResult, NotFound>> GetAsync(
        Guid id, SampleDb db, HttpContext http, CancellationToken ct)
    {
        var note = await db.Notes.AsNoTracking().SingleOrDefaultAsync(n => n.Id == id, ct);
        if (note is null) return TypedResults.NotFound();
        return http.SetETag(note.Version) ? TypedResults.StatusCode(304) : TypedResults.Ok(note);
    }
}

public sealed record NoteSearch(string Text);

/// <param name="Text">Start of the text.</param>
public sealed record NoteFilter(
    string? Text, [property: Microsoft.AspNetCore.Mvc.FromQuery] int? Limit, [CodesOf(typeof(NoteKind))] string? Kind);

public enum NoteKind
{
    [System.Text.Json.Serialization.JsonStringEnumMemberName("BY_HAND")] ByHand,
    [System.Text.Json.Serialization.JsonStringEnumMemberName("TYPED")] Typed,
}

public sealed record NoteAuthor(string Name, NoteKind? Kind = null);

/// <summary>A note that is not kept.</summary>
/// <param name="CaseId">What it is about, see <see cref="NoteDraft.Tone"/>.</param>
public sealed record NoteDraft(
    NoteAuthor Author, [CodesOf(typeof(NoteDraft), nameof(NoteDraft.Tones))] string Tone = "CALM",
    IReadOnlyList<NoteAuthor>? Others = null, Guid? CaseId = null)
{
    public static readonly IReadOnlyList<string> Tones = ["CALM", "LOUD"];
}

public sealed record NoteRequest(string Text, string DivisionCode, Money Amount);

public sealed class Note : ITenantOwned, IVersioned
{
    public required Guid Id { get; init; }
    public required string StreetCode { get; init; }
    public required string DivisionCode { get; init; }
    public required string Text { get; init; }
    public required Money Amount { get; init; }
    public long Version { get; private set; } = 1;

    public static Note Of(NoteRequest request) => new()
    {
        Id = Guid.CreateVersion7(),
        StreetCode = request.DivisionCode[..9],
        DivisionCode = request.DivisionCode,
        Text = request.Text,
        Amount = request.Amount,
    };

    public CaseRegistered ToEvent() => new()
    {
        AggregateId = Id, AggregateVersion = 1, OccurredAt = DateTimeOffset.UtcNow, StreetCode = StreetCode,
        Number = "n", DivisionCode = DivisionCode, Channel = "WINDOW", MatterCode = "X",
    };
}

public sealed class SampleDb(DbContextOptions<SampleDb> options) : ServiceDbContext(options)
{
    public DbSet<Note> Notes => Set<Note>();
}

public sealed class CountEffectHandler(SampleDb db) : IEventHandler<CaseRegistered>
{
    public static readonly Guid Poison = Guid.CreateVersion7();

    /// <summary>Meets a full disk more often than a message is tried before it is parked.</summary>
    public static readonly Guid NoSpace = Guid.CreateVersion7();
    private static int s_noSpaceFor = 5;

    public Task HandleAsync(CaseRegistered message, CancellationToken ct) => message.EventId == Poison
        ? throw new InvalidOperationException("poison")
        : message.EventId == NoSpace && Interlocked.Decrement(ref s_noSpaceFor) >= 0
        // As EF wraps what a save hears of a server that the driver calls transient.
        ? throw new InvalidOperationException("likely transient", new DbUpdateException("save",
            new PostgresException("No space left", "ERROR", "ERROR", PostgresErrorCodes.DiskFull)))
        : db.Database.ExecuteSqlAsync($"insert into effects (event_id) values ({message.EventId})", ct);
}

/// <summary>The same in groups: notes how many messages shared the transaction.</summary>
public sealed class CountTogetherHandler(SampleDb db) : IEventBatchHandler<CaseRegistered>
{
    public Task HandleAsync(CaseRegistered message, CancellationToken ct) => HandleAsync([message], ct);

    public async Task HandleAsync(IReadOnlyList<CaseRegistered> messages, CancellationToken ct)
    {
        var (ids, size) = (messages.Select(m => m.EventId).ToArray(), messages.Count);
        await db.Database.ExecuteSqlAsync(
            $"insert into effects_together (event_id, group_size) select id, {size} from unnest({ids}) as id", ct);
        if (ids.Contains(CountEffectHandler.Poison)) throw new InvalidOperationException("poison");
    }
}
