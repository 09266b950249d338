using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CivicPlatform.Funds.BankMappings;
using CivicPlatform.Funds.Ledger;
using CivicPlatform.Funds.Statements.Camt;
using CivicPlatform.ServiceDefaults.Imports;
using CivicPlatform.ServiceDefaults.Security;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CivicPlatform.Funds.Statements;

/// <summary>
/// POST /accounts/{id}/statement-imports: checks the whole file and stages it in one transaction, then waits a
/// bounded time for the posters. The import's own row keeps caller, key and answer, so that a twin finds it even
/// after a crash between staging and answer (docs/decisions/0040).
/// </summary>
public static class ImportStatement
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/accounts/{id:guid}/statement-imports", PostAsync).Requires(Permissions.StatementImport)
            .OwnsItsTransaction()
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(StatementFile.Shape.MaxBytes))
            .TakesCsv(StatementFile.Shape, CamtBody.MediaTypes)
            .WithTags("Statements").WithSummary("Import a bank statement, CSV or camt.053 (导入银行流水)")
            .WithDescription(
                "booked_at is 2023-06-12 09:13:00 (Beijing time); amount is yuan, negative for what left it. " +
                "All rows are checked first: 422 statements.rows_refused with findings by row and column. A serial " +
                "stands for one line for ever (EVT-02): the same line again is a duplicate, another content is " +
                "refused. Money that no memo places waits in suspense. camt.053.001.02 to .08: booked entries in " +
                "CNY, a batch split by its transactions; 422 statements.does_not_add_up unless opening + entries = " +
                "closing, statements.other_account, statements.not_camt053; 400 statements.xml_malformed (a DTD " +
                "too). CSV of a bank's own columns once the account has a statement mapping. The answer comes after " +
                "20 seconds at the latest, with status POSTING when booking goes on. 404 accounts.not_found.")
            .Produces<ImportView>(StatusCodes.Status201Created)
            .WithRequestExample(
                "bank_serial,booked_at,amount,counterparty,memo\nB20230000534,2023-06-12 09:13:00,1613.70,王芳,4-1-101\n",
                "text/csv");

    private static async Task<IResult> PostAsync(Guid id, Handler handler, HttpContext http, CancellationToken ct)
    {
        var result = await handler.HandleAsync(id, http, ct);
        return result.Succeeded(out var answer, out var error) ? answer : error.ToProblem();
    }

    public sealed class Handler(
        StatementServices services, FundsDbContext db, CurrentUser user, IOptions<JsonOptions> json)
    {
        public async Task<Result<IResult>> HandleAsync(Guid accountId, HttpContext http, CancellationToken ct)
        {
            var read = await IdempotencyIdentity.ReadAsync(http, user, ct);
            if (!read.Succeeded(out var identity, out var malformed)) return malformed;
            var account = await services.Accounts.FindAsync(accountId, user, ct);
            if (account is null) return LedgerErrors.AccountNotFound;

            var key = SHA256.HashData(Encoding.UTF8.GetBytes($"{identity.Caller}\n{identity.Route}\n{identity.Key}"));
            var request = new StageRequest(account, user.Subject, key, identity.BodyHash);
            var twin = await services.Imports.FindByRequestAsync(request, ct);
            if (!twin.Succeeded(out var known, out var reused)) return reused;
            if (known is { } importId) return await AnswerAsync(importId, ct);

            var staged = await StageAsync(request, http.Request, ct);
            if (!staged.Succeeded(out var newId, out var refused)) return refused;
            services.Poster.Poke();
            return await AnswerAsync(newId, ct);
        }

        private async Task<Result<Guid>> StageAsync(StageRequest request, HttpRequest body, CancellationToken ct)
        {
            var check = CamtBody.IsXml(body)
                ? await CamtBody.CheckAsync(body, request.Account, services.Cipher, ct)
                : await CheckCsvAsync(request.Account.Id, body, ct);
            if (!check.Succeeded(out var lines, out var wrong)) return wrong;
            return await StageAsync(request, lines, ct);
        }

        private async Task<Result<StatementFile.Checked>> CheckCsvAsync(
            Guid accountId, HttpRequest body, CancellationToken ct)
        {
            // A mapping is for the bank's own CSV; NDJSON is made for us and has our names.
            var mapping = CsvImport.IsNdjson(body) ? null : await services.Mappings.FindAsync(accountId, ct);
            var opened = await CsvImport.OpenAsync(body, mapping?.Mapping.Shape ?? StatementFile.Shape, ct);
            if (!opened.Succeeded(out var csv, out var unreadable)) return unreadable;
            await using var file = csv;
            try
            {
                return mapping is null
                    ? StatementFile.Check(file.Rows())
                    : StatementFile.Check(file.Rows(), mapping.Mapping.Read);
            }
            catch (ImportException e)
            {
                return e.Error;
            }
        }

        private async Task<Result<Guid>> StageAsync(
            StageRequest request, StatementFile.Checked lines, CancellationToken ct)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await db.RunAsync([
                RequestTransaction.ScopeCommand(user.Scope, user.Audit),
                RequestTransaction.ScopeCommand([request.Account.StreetCode])], ct);
            try
            {
                var connection = (NpgsqlConnection)db.Database.GetDbConnection();
                var staged = await services.Stage.StageAsync(connection, request, lines, ct);
                if (!staged.Succeeded(out var importId, out _)) return staged;
                db.Audit.Record(user, "statements.import", importId, request.Account.StreetCode);
                await db.SaveChangesAsync(ct);
                await transaction.CommitAsync(CancellationToken.None);
                return staged;
            }
            catch (PostgresException e) when (e.ConstraintName == "statement_imports_request_hash_key")
            {
                await transaction.RollbackAsync(CancellationToken.None); // A twin was faster.
            }

            var twin = await services.Imports.FindByRequestAsync(request, ct);
            return twin.Succeeded(out var id, out var error) ? id!.Value : error;
        }

        /// <summary>201 with the figures, or with the progress when posting outlasts our patience.</summary>
        private async Task<Result<IResult>> AnswerAsync(Guid importId, CancellationToken ct)
        {
            var view = await services.Imports.WaitAsync(importId, s_patience, ct);
            var text = JsonSerializer.Serialize(view, json.Value.SerializerOptions);
            text = await services.Imports.KeepAnswerAsync(importId, text, ct);
            return new Answer(importId, text);
        }
    }

    private sealed class Answer(Guid importId, string text) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status201Created;
            httpContext.Response.Headers.Location = $"/api/v1/statement-imports/{importId}";
            httpContext.Response.ContentType = "application/json; charset=utf-8";
            return httpContext.Response.WriteAsync(text);
        }
    }
}

/// <summary>What an import works with.</summary>
public sealed record StatementServices(
    AccountDirectory Accounts, StatementImports Imports, StatementStage Stage, ImportPoster Poster,
    FieldCipher Cipher, MappingReader Mappings);
