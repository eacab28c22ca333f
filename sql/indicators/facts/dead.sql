-- Who is certainly dead: a death row whose identity link is exact. A weaker link proves nobody dead.
select
    deaths.person_id,
    max(deaths.death_date) as death_date
from civil_affairs.deaths
cross join run
where deaths.link_method = 'exact' and deaths.death_date <= run.night
group by deaths.person_id
