-- What the public rental register says of each household, but for applications that ended (退出).
select
    people.household_id,
    people.person_id,
    public_rental.support_type,
    public_rental.area_per_head,
    public_rental.monthly_rent,
    public_rental.feed,
    public_rental.delivery,
    public_rental.file,
    public_rental.sheet,
    public_rental.row_no
from housing.public_rental
inner join people on public_rental.person_id = people.person_id
where public_rental.status is distinct from '退出'
