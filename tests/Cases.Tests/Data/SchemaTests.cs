using CivicPlatform.Cases.Data;
using CivicPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPlatform.Cases.Tests.Data;

public sealed class SchemaTests(CasesHost host)
{
    [Fact]
    public async Task the_model_is_the_schema_that_the_migrations_make()
    {
        await using var scope = host.First.Services.CreateAsyncScope();
        await SchemaCheck.AssertMatchesAsync(
            scope.ServiceProvider.GetRequiredService<CasesDbContext>(), host.First.Database.Superuser);
    }
}
