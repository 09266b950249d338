global using CivicPlatform.Funds.Data;
global using CivicPlatform.Kernel;
global using CivicPlatform.ServiceDefaults.Auth;
global using CivicPlatform.ServiceDefaults.Http;
global using Microsoft.AspNetCore.Http.HttpResults;
global using Microsoft.EntityFrameworkCore;
